"""Converts claims to RDF terms, quads and relations, and defines claims as read back. No store, no files, no clock."""
