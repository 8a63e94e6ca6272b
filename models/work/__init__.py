"""Acts: the only code that writes to the store.

An act is ``def act(store, …, *, by: Actor, …)``: it checks who may (``rights``), does one thing in one writing unit, notes it
in the journal and returns a frozen result. Functions that take a ``Writing`` are parts of acts, for acts that do several
things at once. Screens and commands call acts; acts know no screen.
"""
