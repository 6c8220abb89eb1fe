"""What an actor, an action and a claim are: the ground floor. Imports nothing else of the project."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
