"""What a document says about its errors: their examples, codes and messages."""
