"""The expected requests and outputs of samples, computed without the code that renders samples.

So a fault in rendering can't change a sample and the expectation alike.
"""
