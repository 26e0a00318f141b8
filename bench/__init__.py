"""Measures that anyone can run, outside the tests: they print tables, and nothing passes or fails.

`python -m bench.territory` takes about a minute.
"""
