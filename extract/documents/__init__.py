"""Paths in; `Document`s out, one at a time. No parsing of sentences, no network except addresses given as paths."""
