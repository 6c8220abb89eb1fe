"""Command-line words in; text on the terminal and an exit code out.

The only place that prints; imports what a command needs when the command runs.
"""
