"""What a document says in words, for readers of pages."""
