"""Faults put into the sample templates one at a time, to count which of them verify notices."""
