"""Answers named queries from the tables of a large store, with the rows that their SPARQL would give."""
