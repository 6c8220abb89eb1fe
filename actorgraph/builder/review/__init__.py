"""A build and decisions by a person in; the build with these decisions out. Never parses a text."""
