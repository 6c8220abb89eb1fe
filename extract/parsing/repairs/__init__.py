"""Repairs of parses: constructions that the parser often gets wrong, mended by rules before anything reads them."""
