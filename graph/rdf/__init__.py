"""Claims in; RDF terms, quads and relations out, and back again. Pure functions: no store, no files, no clock."""
