"""The language-model extractor: documents in; requests to a chat endpoint, answers from a cache, and proposals out.

Nothing here is trusted: what a model answers goes through `extract.proposals`. Extraction itself reads the cache only;
requests are sent before it, by `fetching`, and nowhere else.
"""
