"""The one lock of PDFium: the library works for one thread at a time, whatever part of the program asks it."""

from __future__ import annotations

from threading import RLock

PDFIUM = RLock()
"""Hold it around every call into pypdfium2, from opening a document until it is closed."""
