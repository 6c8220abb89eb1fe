"""The process that reads and extracts for a worker; not for people to call."""

from actorgraph.cluster.reader import main

main()
