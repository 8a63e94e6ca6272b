"""Inputs by name: one module per sort; ``base.make_input`` is the door."""
