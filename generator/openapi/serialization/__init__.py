"""How an OpenAPI document says that parameters are written in a request."""
