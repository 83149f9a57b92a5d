"""Language folders: names, encoders, value forms and targets."""
