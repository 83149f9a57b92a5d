"""Code samples for REST APIs, from a YAML spec and one folder of templates a language."""
