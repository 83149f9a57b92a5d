"""The error table of a spec: its rows, and the shapes of their bodies."""
