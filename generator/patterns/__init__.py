"""Regular expressions of specs and documents, matched in a bounded number of steps."""
