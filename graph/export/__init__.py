"""A store in; files for other programs out, one module per format family. Changes nothing in the store."""
