"""The data files of the house, read and checked into frozen dataclasses.

Kinds of dossier, workflows, the rule book, letter kinds, reference lists, holidays. Every file is checked as strictly as code:
an unknown key, a dangling name or a missing label raises ``CatalogueError`` naming file and place. Nothing here knows the
database. To add a kind or a workflow, add a file in ``resources``; to add a new sort of file, add a module here.
"""
