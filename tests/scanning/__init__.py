"""Scans of signed paper: codes on pages, reading, splitting."""
