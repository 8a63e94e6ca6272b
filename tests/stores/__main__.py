"""``python -m tests.stores``: keeps a small store of the present tables here, to be upgraded by every later version.

Made once for each released revision and never again: ``0001.sdbak``, ``0002.sdbak`` …; test_upgrade brings all of them up.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from models.store import backup, upgrade
from models.store.units import Store
from models.work.sample import make_office


def keep() -> Path:
    """The first weeks of the sample office as a backup of the present revision."""
    target = Path(__file__).parent / f"{upgrade.LATEST}.sdbak"
    if target.exists():
        raise SystemExit(f"{target.name} was released already and never changes")
    with tempfile.TemporaryDirectory() as folder:
        make_office(Path(folder) / "a.sodoan", on=date(2018, 1, 9))
        store = Store.open(Path(folder) / "a.sodoan")
        made = backup.make(store, Path(folder))
        store.close()
        shutil.copyfile(made.path, target)
    return target


if __name__ == "__main__":
    print(keep())
