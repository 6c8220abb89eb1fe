"""The graph in a SPARQL 1.1 server. All that is known of remote servers stands in this package."""
