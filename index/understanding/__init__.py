"""What is meant by a parsed query? From unquoted text to the terms that are looked for.

`rewrite`: trees with their unquoted text understood
`terms`: the terms that unquoted text asks for
`pieced_names`: names of the index that the dictionary leaves in pieces
`tokens`: the words of a text while names among them are joined
`cohesion`: names that a cut tears at a function character, kept whole
`loose_runs`: those among the lone characters and function words that the dictionary leaves
`linked_words`: those of words with a function character between
`evidence`: what an archive's own text tells of a run of characters
`asking_words`: words that only ask
`dates`: dates within unquoted text, each one word
`numbered_names`: names with a number that belongs to them
`titles`: titles of works that a cut would tear
`outline`: an understood query in plain words, for showing
"""
