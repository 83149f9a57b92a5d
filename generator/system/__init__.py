"""Signals, other programs, files, the user's cache and lines for logs."""
