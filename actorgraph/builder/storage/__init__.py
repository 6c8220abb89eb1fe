"""The folder `out/`: all files of a build are replaced at once, or none.

Knows the layout on disk and the extraction cache; does not extract, resolve or draw.
"""
