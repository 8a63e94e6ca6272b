"""Digital signatures: made and read back, with invented keys."""
