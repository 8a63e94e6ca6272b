"""The test house: run it with ``python -m tests``; what every test finds ready is in ``conftest``."""
