"""Readers of document formats: bytes to the article, and to what it says of itself. One module a family."""
