"""Tests of the filters that turn spec text into code."""
