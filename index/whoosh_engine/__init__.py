"""How does the embedded engine answer? A Whoosh index whose postings are arrays on disk, evaluated by whole arrays.

`backend`: an index in a folder: opened, changed, checked
`engine`: search requests answered over one generation of an index
`generation`: a generation with its files mapped
`sizes`: how much there is of something before it is treated otherwise

Its rooms, from the ground up:

`storage`: files and bytes
`segment`: what one segment holds
`segment_writing`: how a segment comes to be
`whoosh_api`: the index as Whoosh sees it
`matching`: which articles match, and where
`ranking`: in which order
`vocabulary`: the words that this index knows
`results`: what is given back
`indexing`: changes, each one commit
`checking`: is it what was written
"""
