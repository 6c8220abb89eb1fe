"""Parsed sentences of one document in; mentions and the entities that they refer to out.

Looks at one document only: identity across documents is `graph/identity`.
"""
