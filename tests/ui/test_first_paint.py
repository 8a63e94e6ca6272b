"""The window is on the screen before anything heavy is loaded (QUALITY S3)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = (
    "sqlalchemy",
    "sqlcipher3",
    "psycopg",
    "reportlab",
    "babel",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "argon2",
    "holidays",
    "PIL",
)

PROGRAM = f"""
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from ui import app

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not hasattr(self, "seen"):
            self.seen = [name for name in {HEAVY!r} if name in sys.modules]
        return False

application, window = app.make(["--locale", "vi", "--theme", "light"])
first = FirstPaint()
window.installEventFilter(first)
window.login.installEventFilter(first)
window.show()
missing = []
window.opener.missing.connect(missing.append)
def look():
    if missing and "ui.pages.statistics" in sys.modules:
        window.close()
        application.quit()
looking = QTimer(interval=50)
looking.timeout.connect(look)
looking.start()
QTimer.singleShot(60000, application.quit)
application.exec()
print("painted", hasattr(first, "seen"))
print("heavy", first.seen)
print("loaded", "sqlalchemy" in sys.modules, "missing", len(missing))
"""


def test_nothing_heavy_is_loaded_when_the_window_is_painted(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "SODOAN_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert "painted True" in lines, ran.stderr
    assert "heavy []" in lines, ran.stdout
    assert "loaded True missing 1" in lines, (
        "the rest came in afterwards, and the page says that there is no office"
    )
