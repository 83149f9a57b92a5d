"""Reports of which output files change, and which difference of the specs changes them.

The modules of this package use these words:

- A model is an API as gen has read it: its operations, parameters, schemas, errors and regions.
- A difference is one change from the old to the new model, such as an added region.
- A step is the model after one more difference. Rendering each step shows which files it changes.
- A cause is a reason why files changed: a difference, a template, gen itself, or an edit by hand.
- Breaking means that callers of the API or users of its client may have to change their code.
- A mark is a position in a file: line and column.
- A phrase is a sentence, or a part of one, that keeps values apart from words.
- An endpoint is the scheme and host of a region. Reports speak of its host.
"""
