"""Text to claims. The only package that knows spaCy."""
