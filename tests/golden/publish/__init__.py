"""What gen publish makes, as its readers and their tools have it."""
