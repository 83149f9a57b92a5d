"""Templates that were compiled when gen was built."""
