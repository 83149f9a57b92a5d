"""Descriptions in CommonMark: what they say, and how each format of pages writes it."""
