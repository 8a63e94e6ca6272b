"""Where this user's things lie on this machine: the default office, the seat's settings, diagnosis files. No Qt.

``SODOAN_HOME`` puts all of it elsewhere (a portable copy on a stick, tests).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = "SoDoan" if sys.platform == "win32" else "so-doan"


def home() -> Path:
    """The folder of the user's own data; it need not exist yet."""
    if own := os.environ.get("SODOAN_HOME"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / FOLDER


def default_office() -> Path:
    """The store that is opened when none is named."""
    return home() / "office.sodb"


def sample_office() -> Path:
    """Where the sample office is made from the start page."""
    return home() / "sample.sodb"


def seat_file() -> Path:
    """What this seat remembers (window, columns, language)."""
    return home() / "seat.ini"


def diagnosis_folder() -> Path:
    """Where diagnosis files without personal data are kept."""
    return home() / "diagnosis"


def backup_folder() -> Path:
    """Where backups go when the seat names no other place."""
    return home() / "backups"
