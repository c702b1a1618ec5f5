"""How does a question become an answer? One module a question, over any engine.

`ask`: searching: parse, understand, search, help where hardly anything is found
`question`: what a user asks, and how its text is read
`options`: what is wanted of a search, in plain values
`exports`: articles, sections or hits as flat records
`batch`: many queries, one after another
`reprints`: hits that are one story as one
`story_counts`: counts and facets of stories
`rescue`: what is done for a query that nothing matches
`filling`: a page that the matches leave unfilled
`beside`: who is named with whom
`notes`: what is worth telling beside the hits
`missing_values`: values of filters that no article has
`article`: about one article: why, and which are similar
`timeline`: how often queries stand in each period
`concordance`: every occurrence, and the words beside them
`hit_words`: the words that tell the hits, as a facet
`suggest`: what may have been meant by what was typed
`correct`: a query corrected by spelling and by pinyin
`analyze`: a text step by step as a search sees it
"""
