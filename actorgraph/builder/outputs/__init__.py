"""Extractions and identities in; graph, claims, tables, maps and reports of a build out.

Written document by document: no list of all quads or claims.
"""
