"""Documents in; the files of `out/` out.

The only code that joins `extract` and `graph`; nothing here prints or parses options.
"""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())
