"""Readers of files, YAML and JSON that know the position of every value."""
