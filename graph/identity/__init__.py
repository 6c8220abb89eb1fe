"""Takes the entities of all documents and decides which of them are one, with reasons and with decisions by people.

A match is a scored pair of entities; a certain match is merged, any other waits for a person. Never parses a text and
never changes a claim id.
"""
