"""What lies in `out/`: files in, files out, all of a build or none of it.

Knows the layout on disk and the extraction cache; does not extract, resolve or draw.
"""
