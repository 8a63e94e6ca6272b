"""Whole days in office words."""
