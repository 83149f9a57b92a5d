"""The expected requests and outputs of samples, computed without the code that renders samples.

So a fault in rendering can't change both a sample and what is expected of it.
"""
