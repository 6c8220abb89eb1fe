"""Takes SPARQL or the name of a query and returns rows. Only reads the store."""
