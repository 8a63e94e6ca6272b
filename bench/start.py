"""S3: from the start of the process to the first painted window, beside a bare PySide6 window.

Each run is its own process, told when to stop by a line on its standard output.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.pairs import Result, compare

ROOT = Path(__file__).resolve().parent.parent

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print("PAINTED", flush=True)
    app.quit()
app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""


def _until_painted(command: list[str], office: Path | None) -> float:
    surroundings = dict(
        os.environ, QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", "offscreen"), PYTHONUTF8="1"
    )
    surroundings["SODOAN_BENCH"] = "painted"
    if office:
        command = [*command, "--office", str(office)]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("PAINTED"):
                passed = (time.perf_counter() - start) * 1000
                process.wait(timeout=60)
                return passed
    raise RuntimeError("the window was never painted")


def run(office: Path, pairs: int = 9) -> list[Result]:
    """The first window of the program on *office*, beside a bare window."""
    return [
        compare(
            "S3 first window painted",
            lambda: _until_painted([sys.executable, "main.py"], office),
            lambda: _until_painted([sys.executable, "-c", BARE], None),
            beside="bare QMainWindow",
            target="≤ 1.15 ×",
            pairs=pairs,
        )
    ]
