"""Claims of several batches in; which of their targets and topics are the same, however worded, out.

Does not say what changed.
"""
