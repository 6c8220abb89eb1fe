"""Aligned claims of two batches in; developments, relations, contradictions and other numbers out. Writes no prose."""
