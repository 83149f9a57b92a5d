"""What samples do behind their call: ask for all pages of a list, or wait until a task is done."""
