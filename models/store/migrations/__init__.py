"""Migrations: how the tables came to be what they are. Alembic reads ``versions`` in order of number.

A new one: change ``models.records``, run ``python -m models.store.migrations "what it does"``, read what came out, and raise
``models.store.upgrade.LATEST``. Released ones are never edited.
"""
