"""Readers of OpenAPI 3.0, 3.1, 3.2 and Swagger 2.0 documents."""
