"""Decisions of a person: which names are the same actor, and which claims are right.

In: a decisions file, and the extractions of documents. Out: the decisions, and extractions with reviewed claims.
`identity` and `claims` are the two kinds of decisions, `decisions` is the file, `corrections` applies those on claims;
those on identity are applied by `graph.identity`.
"""
