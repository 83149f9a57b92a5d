"""A mock server that holds callers to the documentation, for `gen mock`.

It checks each request against the spec or the OpenAPI document itself, and not against the model
of samples, which shows one media type, one credential and one alternative of several. What it can't
check, it accepts: to refuse what the documentation allows is worse than to miss a fault.
"""
