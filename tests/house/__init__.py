"""The house inspects itself: its packages, its text files, its bootstrap."""
