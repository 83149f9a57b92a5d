"""The model of an API: operations, schemas, values and texts, independent of any file format."""
