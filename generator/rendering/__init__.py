"""Turn operations into HTTP requests, and render requests through templates into files."""
