"""Requests of operations, rendered into files by templates."""
