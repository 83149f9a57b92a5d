"""The output folder: its comparison with rendered files, its manifest, and how it is written."""
