"""Samples of an operation that a spec describes one by one."""
