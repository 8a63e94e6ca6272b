"""How the office's records are kept: engine, units of work, vault of bytes, backup, upgrades.

What is kept is said in ``models.records``; who may change it in ``models.work``. Only ``engine`` knows the
difference between SQLite and PostgreSQL. A change of tables is a new migration in ``migrations/versions``.
"""
