"""Make the requests of operations, and render templates into sample files."""
