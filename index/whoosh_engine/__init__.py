"""How does the embedded engine answer? A Whoosh index whose postings are arrays on disk, evaluated by whole arrays.

`backend`: an index in a folder: opened, changed, checked
`engine`: search requests answered over one generation of an index, or of several
`generation`: a generation with its files mapped
`status`: what is in it
`together`: several indexes opened as if they were one

Its rooms, from the ground up, on those of `index.segments`:

`storage`: files and bytes
`whoosh_api`: the index as Whoosh sees it
`vocabulary`: the words that this index knows
`indexing`: changes, each one commit
`checking`: is it what was written
"""
