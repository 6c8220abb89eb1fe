"""Pairs of an earlier and a later sentence on one matter, told by quoting both.

In: the documents of both batches with the names that their texts use. Out: pairs of sentences that have rare words or
names in common, the later one with a word for a turn ("postponed", "acquitted", "gave back") that fits the earlier one.
No claims are read here: what a pair says is what its two sentences say.
"""
