"""The exit codes of the commands."""

UNREADABLE = 1
"""Some documents could not be read, some decisions not be applied."""
DIFFERENT = 1
"""As diff(1): what was compared differs."""
FAILED = 2
"""The command could not be carried out."""
INTERRUPTED = 130
"""Ctrl-C, as shells report it."""
