"""Takes the entities of all documents and decides which of them are one, with reasons and with decisions by people.

Never parses a text and never changes a claim id.
"""
