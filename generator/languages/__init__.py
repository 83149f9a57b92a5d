"""Languages: each is a folder of templates with a language.yaml.

The language.yaml says how the language writes names, texts and JSON values, and which targets it
has. A target is one kind of output, such as samples for Java with OkHttp.
"""
