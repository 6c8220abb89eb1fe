"""Takes claims and produces a network, its layout and one self-contained HTML page.

Only this folder and `graph/export` may import networkx and pyvis.
"""
