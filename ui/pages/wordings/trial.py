"""The test print beside the text: the very pages, made anew a moment after one typed, with sample, short or long data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.catalogue.letter_kinds import LetterKind
from models.catalogue.wording_checks import Fault, part_path
from models.catalogue.wording_parts import parts_of
from models.work.wordings import TRIALS, WHOLE, Trial, tried
from resources.i18n import _, ngettext
from ui.actions import with_key
from ui.jobs import Jobs
from ui.widgets.labels import label, tip
from ui.widgets.pdf_view import PdfView

PAUSE = 120  # milliseconds after the last key


class TrialPane(QWidget):
    """Prints what it is shown. ``judged`` carries the faults of the wording, none when it prints."""

    judged = Signal(object)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kind: Callable[[], LetterKind | None] = lambda: None
        self.faults: tuple[Fault, ...] = ()
        self.is_current = False  # the pages show the wording as it stands
        self.data = QComboBox()
        self.data.setAccessibleName(_("Data of the test print"))
        for name, words in TRIALS.items():
            self.data.addItem(_(words), name)
        tip(self.data, with_key(_("With which invented data the letter is printed"), "F6"))
        self.data.currentIndexChanged.connect(lambda _n: self.soon())
        self.says = label("", "muted", wrap=True)
        self.view = PdfView(_("Test print"), jobs=jobs)
        self.view.setMinimumWidth(280)
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(label(_("Test print"), "strong"))
        line.addStretch(1)
        line.addWidget(self.data)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.view, 1)
        self.says.setContentsMargins(12, 4, 12, 8)
        column.addWidget(self.says)
        self._wait = QTimer(self, interval=PAUSE, singleShot=True)
        self._wait.timeout.connect(self._print)

    def follow(self, kind: Callable[[], LetterKind | None]) -> None:
        """Prints what *kind* gives from now on."""
        self._kind = kind
        self.view.show_pdf(b"")
        self._print()

    def soon(self) -> None:
        """The wording or the data are others; printed after a pause in typing."""
        self.is_current = False
        self._wait.start()

    def next_data(self) -> None:
        """The next of the invented data."""
        self.data.setCurrentIndex((self.data.currentIndex() + 1) % self.data.count())

    def _print(self) -> None:
        self._wait.stop()
        kind, variant = self._kind(), str(self.data.currentData())
        if kind is not None:
            self._jobs.aside(
                lambda: tried(kind, variant),
                owner=self,
                then=lambda found: self._show(kind, *found),
                outranks="trial",
            )

    def _show(self, kind: LetterKind, faults: tuple[Fault, ...], made: Trial | None) -> None:
        self.faults = (*faults, *_lacking(kind, made))
        if made is not None and made.pdf:
            bar = self.view.verticalScrollBar()
            at = bar.value()
            self.view.show_pdf(made.pdf)
            bar.setValue(at)
            n = self.view.page_count
            self.says.setText(ngettext("{n} page", "{n} pages", n).format(n=n))
        else:
            n = len(self.faults)
            words = ngettext(
                "The pages show the wording before: {n} place is still to be put right.",
                "The pages show the wording before: {n} places are still to be put right.",
                n,
            )
            self.says.setText(words.format(n=n))
        self.is_current = made is not None and bool(made.pdf)
        self.judged.emit(self.faults)


def _lacking(kind: LetterKind, made: Trial | None) -> list[Fault]:
    """Facts that the sample lacks, each beside a text that asks for it."""
    if made is None or not made.missing:
        return []
    parts = parts_of(kind)
    places = {part.path: part.place for part in parts}
    lacks = _("These data have no “{what}”: let the field stay empty or give the part a condition.")
    found: list[Fault] = []
    for path, gaps in made.blamed or (((("body",), made.missing)),):
        what = "; ".join(gap.label for gap in gaps if gap.field != WHOLE)
        says = [gap.label for gap in gaps if gap.field == WHOLE]
        if what:
            says.append(lacks.format(what=what))
        found.append(Fault(path, places.get(part_path(path, parts), ""), " ".join(says)))
    return found
