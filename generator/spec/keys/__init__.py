"""Keys of the spec language that stand together, each group in a module of its own."""
