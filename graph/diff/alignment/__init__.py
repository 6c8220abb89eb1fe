"""Claims of several batches in; noun phrases, target entities, their alignments and topics out.

Does not say what changed.
"""
