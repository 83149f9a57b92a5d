"""Publication of samples as pages, OpenAPI documents and OpenAPI Overlays."""
