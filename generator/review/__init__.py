"""Differences of two models, the files that they change, and reports."""
