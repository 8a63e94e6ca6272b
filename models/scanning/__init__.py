"""Scans of signed paper: files become pages with their codes, pages become letters. Knows files and pictures, no database."""
