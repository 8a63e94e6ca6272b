"""Window, pages, tables and dialogs under pytest-qt, offscreen."""
