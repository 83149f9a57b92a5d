"""The settings of a project, which gen reads from `gen.toml` or `pyproject.toml`."""
