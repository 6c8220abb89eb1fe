"""A raw item in; its content (or the members of a container) out, one module per format family.

No reader opens another file or the network.
"""
