"""Claims to RDF, and RDF to maps, answers and diffs. Knows rdflib, networkx and pyvis; never spaCy."""
