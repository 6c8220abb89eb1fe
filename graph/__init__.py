"""Claims come in; RDF, maps, query results, exports and diffs go out. Never imports spaCy or `extract`."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
