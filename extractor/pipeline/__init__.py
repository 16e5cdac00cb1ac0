"""The pipeline: an ``Article`` goes in, its claims come out.

``road`` builds and runs it; ``components`` holds its spaCy factories; ``amounts`` and
``durations`` are pure functions over a string that need no spaCy, so nothing is imported here.
"""
