"""Records of the spec language that belong to one topic."""
