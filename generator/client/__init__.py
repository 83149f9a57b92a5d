"""Clients of whole APIs."""
