"""The data model and reference data: what an actor, an action and a claim are, ids, action scheme, registry, errors.

Data files in; frozen objects and RDF terms out. The ground floor: what both `extract` and `graph` need is here too,
such as worker processes and code digests. Imports no other package of the project.
"""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless the application configures logging
