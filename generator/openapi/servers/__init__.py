"""Readers of servers: those of the API, and those of operations and paths."""
