"""What a document tells of its names before any mention is resolved: full names, namesakes, offices, scope.

In: the names of all sentences. Out: facts that `context` holds for the resolver. Mentions are not resolved here.
"""
