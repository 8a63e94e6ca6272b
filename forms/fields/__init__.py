"""The inputs by name: line, text, date, period, country, person, money, choice, papers, members.

An input shows a value, gives it back and tells when a person changed it; it knows nothing of the form around
it. A new input is a new module here, registered under the name that kinds use for it.
"""
