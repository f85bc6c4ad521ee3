"""Benchmarks: each module is run by itself and prints a table of ratios."""
