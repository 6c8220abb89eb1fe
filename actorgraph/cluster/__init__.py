"""Extraction by many machines: documents in shards, each read by some worker of a Ray cluster, kept as a Parquet file.

What a shard gives does not depend on the others, and a file of results is named by the digest of all it was made from:
a run that was broken off goes on where it stopped, and nothing is done twice.
"""
