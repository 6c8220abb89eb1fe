"""Results in; tables, lines, JSON and CSV on standard output and messages on standard error out."""
