"""Tests of the package `review`, module by module."""
