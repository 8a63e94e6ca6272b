"""Forms and inputs under pytest-qt, offscreen."""
