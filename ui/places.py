"""Where things of this seat lie: the user's data folder and the store that opens by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The user's own folder for offices kept on this machine. It is not made here."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
        return Path(home).expanduser() / "SoDoan"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/SoDoan").expanduser()
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "so-doan"


def default_office() -> str:
    """The store opened when none is named: ``SODOAN_OFFICE``, else the one in the data folder."""
    return os.environ.get("SODOAN_OFFICE") or str(data_folder() / "office.sodoan")
