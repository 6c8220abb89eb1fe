"""Aligned claims of two batches in; developments, changed relations, contradictions and changed numbers out."""
