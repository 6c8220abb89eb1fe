"""Findings in; text, JSON, HTML, a map or a brief out. Adds no finding of its own."""
