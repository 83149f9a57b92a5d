"""Schemas of OpenAPI documents: their keywords, and values that they allow."""
