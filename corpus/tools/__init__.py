"""Tools that build and check label files."""
