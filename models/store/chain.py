"""The journal's chain: each entry's hash covers the one before it, so that a changed or missing entry shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

ROOT = "0" * 64  # what the first entry follows

# What an entry's hash covers, besides the hash before it.
COVERED = (
    "id", "at", "user_id", "user_name", "act", "about", "about_id", "dossier_id", "from_state", "to_state", "changes", "reason",
)  # fmt: skip


def hash_of(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of a journal entry: SHA-256 over the previous hash and the entry's canonical JSON."""
    covered = {name: entry[name] for name in COVERED}
    moment: datetime = covered["at"]
    covered["at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + text).encode()).hexdigest()
