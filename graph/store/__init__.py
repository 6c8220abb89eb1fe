"""Quads in; an Oxigraph store on disk, and claims read back from it, out. Knows nothing of maps or queries."""
