"""Files in and out: spreadsheets of members and registers, dossier packages, statistics tables.

Reads foreign files with suspicion and writes files that open anywhere; whether what was read is accepted is
decided by the acts in ``models.work``. A new format is a new module here that registers itself.
"""
