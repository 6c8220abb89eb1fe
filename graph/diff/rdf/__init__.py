"""RDF graphs in; the quads that differ, as lines or as RDF Patch, out. Knows nothing of claims."""
