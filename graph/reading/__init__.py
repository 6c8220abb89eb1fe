"""Extractions in; a file of documents with a full-text index out, and pages to read them. No RDF, no JavaScript."""
