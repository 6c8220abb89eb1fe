"""Exports a store to files for other programs, one module per format family. Never changes the store."""
