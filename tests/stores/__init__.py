"""A real store file of every released version, and the tests that upgrade them."""
