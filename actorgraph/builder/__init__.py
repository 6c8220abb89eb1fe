"""Documents in; the files of `out/` out.

The only code that joins `extract` and `graph`; nothing here prints or parses options.
"""

import logging

logging.getLogger("actorgraph").addHandler(logging.NullHandler())  # silent unless the application configures logging
