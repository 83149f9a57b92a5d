"""Clients: generated libraries that call a whole API, and the programs that test them."""
