"""The learned judge: which actors and targets of a sentence belong to which action, and which claims are kept.

In comes a sentence with its references and the claims that the rules propose; out go the claims of the sentence, each
with a calibrated confidence. `candidates` lists all actions and nouns that could take part, `links` scores each pair of
them, `triples` scores whole claims, and `selection` resolves the competition between them. The weights are data,
trained by `make train`. Nothing here decides what a noun refers to or how a claim is meant: that is the work of
`coreference` and `clauses`.
"""
