"""Languages: read language.yaml, and provide names, encoders, value forms and targets."""
