"""Claims that something else proposes: a proposal in; a verified claim out, or the reason why it is none.

What proposes (a language model, a third party's extractor) is not trusted. No claim leaves this folder whose words are
not in its sentence, whose names the document does not support, or whose classes and statuses are not in the scheme.
"""
