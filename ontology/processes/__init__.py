"""Tasks in; results out, computed by worker processes that may crash, hang or run out of memory without harm.

The only place that starts worker processes. Knows nothing of documents, claims or queries.
"""
