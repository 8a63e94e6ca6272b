"""Fixtures by room: each module here is loaded by ``tests/conftest.py`` for every test."""
