"""A parsed sentence in.

Predicates (verbs and event nouns with their arguments) and their stance (polarity, modality, source) out. Does not
say who an actor is: that is `coreference`.
"""
