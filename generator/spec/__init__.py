"""The spec language: YAML files are read into the model, written from it, and edited."""
