"""Windows that ask one thing and go away: errors, letter preview, opinion, restore, import report.

Filling in a dossier is not a dialog (see ``forms``). A new dialog is a new module here, with its texts
through the label factory of ``ui.widgets.labels``.
"""
