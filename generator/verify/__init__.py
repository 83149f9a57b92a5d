"""Verify samples: run them against a mock server, and check their requests and their output."""
