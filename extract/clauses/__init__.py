"""A parsed sentence in; predicates (verbs and event nouns with their arguments) and their stance out.

Stance is polarity, modality, allegation and source. Does not say who an actor is: that is `coreference`.
"""
