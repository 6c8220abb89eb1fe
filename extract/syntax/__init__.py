"""Tokens of a dependency tree in; arguments, phrases and surface text out.

Answers questions about grammar and knows no actors and no actions.
"""
