"""Documents in; Parquet files of extractions out, one for each shard, made by the workers of a Ray cluster.

A shard does not depend on the others. Its file is named by the digest of all that it was made from, so an interrupted
run resumes and nothing is done twice. A build from these files gives the same bytes as a local one.
"""
