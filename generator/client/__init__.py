"""Client packages for whole APIs, and the programs that test them."""
