"""Pages, OpenAPI documents and overlays that show samples."""
