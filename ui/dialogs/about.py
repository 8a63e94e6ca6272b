"""About the program: version, office, licences of what comes along."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtWidgets import QWidget

from resources.i18n import _
from ui.widgets.labels import message

if TYPE_CHECKING:
    from ui.opening import Office

VERSION = "0.1.0"


def about_text(office: Office | None) -> str:
    """What the box says, line by line."""
    lines = [
        _("Version {version}").format(version=VERSION),
        f"Python {platform.python_version()} · Qt {PySide6.__version__}",
        _("Icons: Lucide (ISC licence). Letters: Liberation Serif (SIL Open Font Licence)."),
        _("Chinese names: AR PL UMing (Arphic Public License), © 1999 Arphic Technology Co., Ltd."),
    ]
    if office is not None:
        lines.insert(1, _("Office: {name}").format(name=office.name))
        lines.insert(2, _("Kept at: {where}").format(where=office.store.place))
    return "\n".join(lines)


def show_about(parent: QWidget | None, office: Office | None) -> None:
    """Shows the box until it is closed."""
    message(parent, _("About Sổ Đoàn"), "Sổ Đoàn", detail=about_text(office)).exec()
