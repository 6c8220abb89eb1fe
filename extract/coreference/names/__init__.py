"""Tokens of one sentence in; proper names with the entities that they denote by themselves out.

Asks the registry, the model's entity labels and the words of a name, never the rest of the document.
"""
