"""What a request and a sample's output have to be, computed apart from what renders."""
