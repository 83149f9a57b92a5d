"""Differences between the samples that two models describe one by one."""
