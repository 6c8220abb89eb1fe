"""Paths in; `Document`s out, one at a time. Nothing here looks at grammar, and nothing is fetched from the network."""
