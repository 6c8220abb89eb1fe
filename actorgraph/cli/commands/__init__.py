"""One module per command group: options in, a call of the layers below, printed results and an exit code out.

A command imports what it needs when it runs: `--help` must wait neither for spaCy nor for rdflib.
"""
