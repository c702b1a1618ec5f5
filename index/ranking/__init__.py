"""How much does a text answer a query? The formulas, over counts, lengths and texts, for every engine.

`bm25`: BM25F, and what it knows of all articles together: the `Statistics` protocol
`terms`: what ranks, with its weight
`closer_look`: the best candidates of one search looked at again
`reranking`: what texts earn beyond the words in them
`texts`: what a closer look seeks, and where in the texts of all candidates
`crossings`: occurrences that cross two words of the text
`feedback`: what the best matches tell of a question's topic
`score_parts`: what a score is made of
`key_terms`: the words that say most about a text
"""
