"""Paths in; the documents of a build and a snapshot that tells whether they changed out. Extracts nothing."""
