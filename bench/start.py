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


OURS = """
import sys
sys.path.insert(0, ".")
import main
main.activate(main.environment())
from PySide6.QtCore import QEvent, QObject, QTimer
from ui import app
application, window = app.make(sys.argv[1:])
class Watch(QObject):
    def eventFilter(self, thing, event):
        if thing is window and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: print("PAINTED", flush=True))
            window.removeEventFilter(self)
        return False
watch = Watch()
window.installEventFilter(watch)
def look():
    if window.office is not None:
        print("READY", flush=True)
        window.close()
        application.quit()
timer = QTimer(interval=5)
timer.timeout.connect(look)
timer.start()
window.show()
application.exec()
"""


def _until(word: str, code: str, arguments: list[str]) -> float:
    """Milliseconds from the start of the process to the line *word*."""
    surroundings = dict(os.environ, PYTHONUTF8="1")
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", code, *arguments]
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        passed = 0.0
        for line in process.stdout:
            if line.startswith(word):
                passed = (time.perf_counter() - start) * 1000
        process.wait(timeout=60)
    if not passed:
        raise RuntimeError(f"the window never said {word}")
    return passed


def run(office: Path, pairs: int = 9) -> list[Result]:
    """The first window on *office*, and until its office is open for signing in, beside a bare window."""
    arguments = ["--office", str(office), "--locale", "vi"]
    return [
        compare(
            "S3 first window painted",
            lambda: _until("PAINTED", OURS, arguments),
            lambda: _until("PAINTED", BARE, []),
            beside="bare QMainWindow",
            target="≤ 1.15 ×",
            pairs=pairs,
        ),
        compare(
            "S3 office open, ready to sign in",
            lambda: _until("READY", OURS, arguments),
            lambda: _until("PAINTED", BARE, []),
            beside="bare QMainWindow",
            target="≤ 4.5 ×",
            pairs=pairs,
        ),
    ]
