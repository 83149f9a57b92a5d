"""The parts of a spec as text."""
