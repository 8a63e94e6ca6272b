"""The steps of a form's undo: a field, or the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtGui import QUndoCommand

from models.draft import Row

ABSENT: Final = object()  # a key the draft did not hold
Values = Mapping[str, object]


class FieldChange(QUndoCommand):
    """Typing in one field; keys pressed one after the other are one step until the field is left."""

    def __init__(
        self, name: str, before: Values, after: Values, put: Callable[[Values], None], visit: int, words: str
    ) -> None:
        super().__init__(words)
        self._name, self._before, self._after, self._put, self._visit = (
            name,
            dict(before),
            dict(after),
            put,
            visit,
        )

    def id(self) -> int:
        """All field changes may try to join."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Joins the next change of the same visit to the same field."""
        if not isinstance(other, FieldChange) or (other._name, other._visit) != (self._name, self._visit):
            return False
        for key, value in other._before.items():
            self._before.setdefault(key, value)
        self._after.update(other._after)
        if self._before == self._after:
            self.setObsolete(True)
        return True

    def undo(self) -> None:
        """What stood before."""
        self._put(self._before)

    def redo(self) -> None:
        """What was typed."""
        self._put(self._after)


class TableChange(QUndoCommand):
    """The rows of one table, before and after an edit, a paste, a removal."""

    def __init__(
        self,
        before: Sequence[Row] | None,
        after: Sequence[Row],
        put: Callable[[list[Row] | None], None],
        words: str,
    ) -> None:
        super().__init__(words)
        self._before = None if before is None else [dict(r) for r in before]
        self._after = [dict(r) for r in after]
        self._put = put

    def undo(self) -> None:
        """The rows as they were."""
        self._put(self._before)

    def redo(self) -> None:
        """The rows as wanted."""
        self._put(self._after)


def put_values(into: Row, values: Values) -> None:
    """Writes values into a draft's fields; ABSENT takes the key out."""
    for key, value in values.items():
        if value is ABSENT:
            into.pop(key, None)
        else:
            into[key] = value  # pyright: ignore[reportArgumentType]


def values_now(of: Row, keys: Sequence[str]) -> dict[str, object]:
    """The present values under *keys*, ABSENT where there is none."""
    return {key: of.get(key, ABSENT) for key in keys}
