"""Labelled articles: our own, labels for public ones, and how both are built and checked."""
