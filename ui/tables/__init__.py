"""Tables over any number of rows: the spine model, its columns, delegates and the view.

The model keeps the ids of a list in order and fetches the rows in sight; it never holds a record. What a
column shows is said in ``columns``; a new kind of cell is a new delegate.
"""
