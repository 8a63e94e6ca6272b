"""What Qt finds or misses around it on Linux: a display, and the system's own libraries.

Runs before the private environment exists, so it knows only the standard library and puts its sentences in both
languages itself. Functions answer None when all is well, otherwise the sentence (Vietnamese, English) to end with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

Sentence = tuple[str, str]
Say = Callable[[str, str], None]

# Library -> its Debian package; of several names the first that apt knows wins (Debian 13 renamed some to …t64).
# Found by reading the NEEDED entries of PySide6 6.11.3's Core, Gui, Widgets, PrintSupport, Pdf, PdfWidgets, Svg,
# Network and of the platform plugins.
QT_LIBRARIES: dict[str, tuple[str, ...]] = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libX11.so.6": ("libx11-6",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
}
XCB_LIBRARIES: dict[str, tuple[str, ...]] = {
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
}
WAYLAND_LIBRARIES: dict[str, tuple[str, ...]] = {
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
}
# Installed along where something is missing anyway: letters for the pictures of a bare machine, and printers.
COMPANIONS: list[tuple[str, ...]] = [("fonts-dejavu-core",), ("libcups2t64", "libcups2")]


def choose_platform(*, window: bool) -> Sentence | None:
    """Without a display the tour is sent offscreen; for the window the answer is a sentence that names the tour."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    if not os.environ.get("QT_QPA_PLATFORM", "xcb").startswith(("xcb", "wayland")):
        return None
    if window:
        return (
            "Máy này không có màn hình nên không mở được cửa sổ; xin dùng: python main.py tour --out DIR",
            "This machine has no display, so the window cannot open; please use: python main.py tour --out DIR",
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return None


def ensure(say: Say) -> Sentence | None:
    """Sees to the libraries Qt needs: on Debian as root they are installed, otherwise the command is the answer."""
    missing = [library for library in needed() if not _loads(library)]
    if not missing:
        return None
    tables = {**QT_LIBRARIES, **XCB_LIBRARIES, **WAYLAND_LIBRARIES}
    return install([tables[library] for library in missing] + COMPANIONS, say, libraries=missing)


def needed() -> list[str]:
    """The libraries for the way Qt will draw here: offscreen, X11 or Wayland."""
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc"))
    drawing = {} if offscreen else XCB_LIBRARIES if os.environ.get("DISPLAY") else WAYLAND_LIBRARIES
    return [*QT_LIBRARIES, *drawing]


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(packages: Iterable[tuple[str, ...]], say: Say, libraries: Iterable[str] = ()) -> Sentence | None:
    """Debian packages, each given by its possible names. As root they are installed; otherwise, and where apt
    fails, the answer is the exact command."""
    import shutil
    import subprocess

    packages = list(packages)
    if not shutil.which("apt-get"):
        what = ", ".join(libraries or (names[-1] for names in packages))
        return (
            f"Máy còn thiếu thư viện hệ thống, xin cài rồi mở lại chương trình: {what}",
            f"System libraries are missing, please install them and start again: {what}",
        )
    root = os.geteuid() == 0
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}

    def known(name: str) -> bool:
        answer = subprocess.run(["apt-cache", "show", name], capture_output=True, env=surroundings)
        return answer.returncode == 0 and b"Package:" in answer.stdout

    if root and not all(any(map(known, names)) for names in packages):
        say("Đang cập nhật danh mục gói của hệ điều hành…", "Updating the system's package lists…")
        subprocess.run(["apt-get", "update", "-qq"], env=surroundings, capture_output=True)
    chosen = sorted({next(filter(known, names), names[-1]) for names in packages})
    command = ["apt-get", "install", "-y", "--no-install-recommends", *chosen]
    if root:
        say(
            f"Đang cài thư viện hệ thống: {' '.join(chosen)}",
            f"Installing system libraries: {' '.join(chosen)}",
        )
        if subprocess.run(command, env=surroundings, capture_output=True).returncode == 0:
            return None
    line = " ".join(["sudo", *command])
    return (
        f"Máy còn thiếu thư viện hệ thống; xin chạy lệnh sau rồi mở lại chương trình: {line}",
        f"System libraries are missing; please run this command and start again: {line}",
    )
