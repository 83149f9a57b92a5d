"""The operating system: signals, programs, files, the user's cache, and text for logs."""
