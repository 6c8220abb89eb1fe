"""The graph in a SPARQL 1.1 server.

All that is known of remote servers is here; the only place in `graph` that may import httpx.
"""
