"""Documents in; cached extractions out, from one process or several.

The order and number of processes never show in the result.
"""
