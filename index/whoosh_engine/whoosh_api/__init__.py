"""How does Whoosh see the index? Only this room imports whoosh.

`index`: the index, and its searcher
`readers`: readers of one segment and of several
`queries`: what our arrays answer in place of Whoosh's matchers
`span_queries`: what near phrases and span queries match
`span_nodes`: what these ask for, in many sections at a time
`spans`: what they make of spans, by whole arrays
`positions`: where words stand, by whole arrays
`highlights`: what was found within words
`schema`: the schema of an index, and its kinds of fields
`parser`: what is typed as terms
`analyzers`: how text is cut, for any schema
`codec`: Whoosh's codec interface over our arrays
`documents`: lengths, stored fields and columns of sections
`columns`: what sorts, groups and collapses
`terms`: terms, cursors and likenesses
`matchers`: postings as Whoosh walks them
`text_terms`: the words of texts and where they stand
`value_terms`: values of articles, and ids
"""
