"""Writes quads to an Oxigraph store on disk and reads claims back from it. Knows nothing about maps or queries."""
