"""What `gen publish` makes of samples: pages, OpenAPI documents and OpenAPI Overlays.

A publication is one of these formats, such as pages for Sphinx.
"""
