"""Reports of which output files change, and which difference of the specs changes them."""
