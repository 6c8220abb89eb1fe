"""Takes HTTP requests and serves the map, the query page and SPARQL results. Read-only; contacts no other server."""
