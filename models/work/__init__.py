"""Acts: the only code that writes to the store.

Each act is one function that checks who may, does one thing in one writing session and notes it in the
journal. Screens and commands call acts; acts know no screen. A new act is a new function here with its
journal entry.
"""
