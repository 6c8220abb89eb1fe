"""The command line and the pipeline that joins `extract` and `graph`."""

__version__ = "0.1.0"
