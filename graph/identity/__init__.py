"""Entities of all documents in; which of them are one, with reasons and decisions by people, out.

Never parses a text and never changes a claim id.
"""
