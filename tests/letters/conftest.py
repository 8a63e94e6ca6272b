"""Every kind of letter in every length, for the tests that measure all of them."""

from __future__ import annotations

import pytest

from tests.letters.every import CASES, Case, made, paper


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(request: pytest.FixtureRequest) -> Case:
    """What a letter says, and its finished PDF."""
    code, variant = request.param
    return made(code)[variant], paper(code, variant)
