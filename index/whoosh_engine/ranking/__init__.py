"""In which order are matches given?

`ranker`: all matches in order, and one page of them
`scoring`: BM25F by whole arrays
`terms`: what ranks, with its weight
`closer_look`: the best candidates of one search looked at again
`reranking`: what texts earn beyond the words in them
`sought`: what a closer look seeks, by number
`candidate_texts`: the texts of all candidates, read once
`crossings`: occurrences that cross two words of the text
`feedback`: what the best matches tell of a question's topic
`key_terms`: the words that say most about a text
"""
