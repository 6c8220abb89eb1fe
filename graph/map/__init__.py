"""Claims in; a network, its layout and one self-contained HTML page out.

With `graph/export` the only place that may import networkx and pyvis.
"""
