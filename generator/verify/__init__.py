"""Verify samples: run them against a mock server, and check their requests and their output.

The modules of this package use these words:

- A sample is a program that shows how to call one operation of an API.
- A client program calls one method of a generated client. It is verified like a sample, and the
  word sample includes it.
- A target is one kind of output of a language, such as samples in Java with OkHttp.
- A job describes one file to render. In this package, that is a sample or a client program.
- A case is one situation that a sample runs in, such as a documented answer.
- A cell is the result of one case for one sample. Each sample has two cells more: whether its files
  are what `gen render` makes, and whether it could be built.
- A toolchain is one way to build and run the samples of a target, as language.yaml describes it. A
  step is one of its commands.
- A published file is what `gen render` makes. A committed file is the one with the same path in the
  output folder.
- A fault is a message about one difference between what happened and what was expected.
"""
