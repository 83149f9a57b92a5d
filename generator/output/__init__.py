"""The output folder: compare it with rendered files, list its files in a manifest, and write it."""
