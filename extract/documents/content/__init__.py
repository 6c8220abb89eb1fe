"""What every reader works with: items, encodings, languages, article text without boilerplate, checked metadata.

Knows no file format.
"""
