"""Bytes of one file in; its article (or the items in a container) out, one module per format family.

Opens no other file and no network.
"""
