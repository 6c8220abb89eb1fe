"""SPARQL or the name of a query in; rows out. Only reads the store."""
