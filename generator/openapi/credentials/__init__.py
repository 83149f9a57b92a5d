"""Descriptions of how readers get credentials."""
