"""Text in; sentences with tokens, dependencies and named entities out.

With `extract/judge` the only place that may import spaCy; a spaCy `Doc` never leaves it.
"""
