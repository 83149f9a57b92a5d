"""Regular expressions that match in a limited number of steps."""
