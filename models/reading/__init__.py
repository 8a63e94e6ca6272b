"""Questions to the store: every function takes a ``Reading`` and returns frozen rows, never records.

Lists are a spine of ids and a window of rows (``spine``, all of them in ``lists``); besides there are the dossier as a form
takes it up (``dossiers``), whole pictures of one dossier (``overview``), desks (``queues``), what the past says
(``history``), search, registers, the journal and the first page. Nothing here writes. A new question is one function.
"""
