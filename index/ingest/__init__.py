"""How do paths become articles ready to index? What is the same for every engine.

`sources`: what a worker is given, does and reports
`ids`: how an article gets its id
`documents`: articles ready to index, with their places
`reading`: the sources of a task, an article after the other
`facet_values`: what articles count as, and what a wanted value means
`roots`: the paths that an index was made of, and what is wanted of each
`understood`: what would be made of files that are not added
`survey`: what is new, changed or gone since the last time
`user_words`: the user's words out of files, and beside those that are there
`planning`: how the work is parted among workers
`workers`: building in this process or in several
`pool`: worker processes, a task at a time
`processes`: copies of this process
`against_files`: sources that are no longer as they were
"""
