"""Claims to RDF, and RDF to maps, answers and diffs. Knows rdflib, networkx and pyvis; never spaCy."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
