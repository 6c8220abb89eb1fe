"""Documents and their text in; claims, entities and open triples out. The only package that may import spaCy."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
