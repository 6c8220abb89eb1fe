"""What all readers share: raw items in; text without boilerplate, language and validated metadata out.

No file format is known here.
"""
