"""Which words does this index know?

`vocabulary`: the user's words, names and abbreviations
`wordbook`: the user's words and synonyms as a file
`wordbook_writing`: that file written
`usage`: how often a text stands, and what around it
`lookups`: words by how they begin, sound or are spelled
`filled`: what stands in the hole of a text
`spoken`: text by its sound, wherever words are cut
"""
