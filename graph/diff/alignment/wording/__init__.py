"""What the words of a sentence tell a comparison: clauses, noun phrases and descriptions, counts and amounts."""
