"""The persons of a document and a pronoun ("he", "she") in; the person that the pronoun most probably refers to out."""
