"""What every test finds ready: Qt without a screen, hypothesis profiles, ``--regold``.

Fixtures of one room (a store, a desk, a catalogue) live in ``tests/plugins/<room>.py`` and are picked up by name from
there; small valid things are made by ``tests/makers.py``.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.pop("SODOAN_USER", None)
os.environ.pop("SODOAN_PASSWORD", None)

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PLUGINS = Path(__file__).parent / "plugins"
pytest_plugins = [f"tests.plugins.{file.stem}" for file in sorted(PLUGINS.glob("[a-z]*.py"))]

# Shared machines stall now and then: a test may be slow without being wrong, so there is no deadline.
settings.register_profile("desk", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--regold`` rewrites golden files instead of comparing; the difference is then read by a person."""
    parser.addoption(
        "--regold", action="store_true", help="rewrite golden files instead of comparing with them"
    )


@pytest.fixture
def regold(request: pytest.FixtureRequest) -> bool:
    """True when golden files shall be rewritten."""
    return bool(request.config.getoption("--regold"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no core waits at the end for one of them."""
    longest = (
        "test_tour",
        "test_sample_office",
        "test_killed_window",
        "test_scale",
        "test_concurrency",
        "ui/test_window",
        "ui/test_printing_dialogs",
        "store/test_scans",
        "scanning/test_reading",
        "ui/test_pages_scans",
    )
    items.sort(
        key=lambda item: next((n for n, name in enumerate(longest) if name in item.nodeid), len(longest))
    )
