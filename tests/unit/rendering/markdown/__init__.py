"""Tests of descriptions in CommonMark."""
