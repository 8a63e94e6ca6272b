"""Acts, questions, numbering, backup and search, on SQLite and on PostgreSQL."""
