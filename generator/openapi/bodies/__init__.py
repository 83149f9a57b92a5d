"""Bodies of requests and answers of OpenAPI documents."""
