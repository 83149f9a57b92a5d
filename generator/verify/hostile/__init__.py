"""Values that try to break out of their place in the code, through templates and toolchains.

`run` is what `gen verify --hostile` calls. A `Sheet` is a spec that holds many values in each
place; a `Harness` renders, builds and runs samples of it, and says what is wrong.
"""
