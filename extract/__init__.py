"""Text to claims. The only package that knows spaCy."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
