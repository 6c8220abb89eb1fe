"""Columns of a store's claims, relations and entities in a DuckDB file beside it, made of the quads that are loaded.

They answer what a SPARQL engine cannot answer in seconds: counts and joins over a million claims.
"""
