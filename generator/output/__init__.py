"""The output folder: what differs in it, and how it is written."""
