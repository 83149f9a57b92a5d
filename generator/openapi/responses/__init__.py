"""What a document says about answers of success and of errors alike."""
