"""How does the embedded engine answer? A Whoosh index whose postings are arrays on disk, evaluated by whole arrays.

`engine`: search requests answered over one generation of an index
`generation`: a generation with its files mapped

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
