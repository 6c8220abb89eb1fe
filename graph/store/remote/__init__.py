"""Reads and writes the graph on a SPARQL 1.1 server.

Everything specific to remote servers is here; no other folder of `graph` may import httpx.
"""
