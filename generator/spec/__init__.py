"""The spec language: read into the model, written from it, and edited."""
