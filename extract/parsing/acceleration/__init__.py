"""A spaCy pipeline in; the same pipeline with faster components out.

The annotations must not change: what is not recognised is left as spaCy made it.
"""
