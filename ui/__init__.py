"""Finding and acting: the window, its pages, tables and dialogs, background jobs, the command line.

Here lives everything in which a person finds something and acts on it. What a person fills in lives in
``forms``; what is true about a dossier lives in ``models``; no SQL and no record class comes in here. A new
page is one module in ``ui/pages`` that registers itself; a new command is one function in ``ui/commands.py``.
"""
