"""Send the requests of .http files, which VS Code and the IDEs of JetBrains run, too.

    python -m generator.verify.http_file [--check] FILE...

This program imports nothing else of gen. The value of a variable such as `{{SHOP_KEY}}` comes from
the file, else from the environment.
"""
