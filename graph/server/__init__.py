"""HTTP requests in; the map, the query page and SPARQL results out. Read-only, and asks no other server."""
