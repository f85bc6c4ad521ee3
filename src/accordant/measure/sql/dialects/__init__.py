"""Dialects: what is spelled differently in each engine, one file each."""
