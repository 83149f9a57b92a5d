"""Put samples and tables into pages that somebody else writes, between markers in comments."""
