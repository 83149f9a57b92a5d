"""Proof that samples work: a server that answers as documented, and the tools that run them."""
