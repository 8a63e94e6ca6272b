"""The checks, one function per rule; each module registers its own. A new module here is found by itself."""
