"""The weights that ship with the package; how they came about is told in README.md here."""
