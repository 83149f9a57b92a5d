"""What touches the operating system: signals, programs, files, the user's cache, text for logs."""
