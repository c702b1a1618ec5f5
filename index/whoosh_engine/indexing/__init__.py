"""How does an index change? Each change is one commit.

`add`: brings an index up to date with files
`build`: from sources to segments, by workers
`index_writer`: segments in, old articles out, merges, commits
`rebuild`: an index made anew
`optimize`: as small and fast as it gets
`enrich`: articles searched for people and organisations
`naming`: which of them each article names, as all articles tell
`user_words`: the user's words and synonyms changed
"""
