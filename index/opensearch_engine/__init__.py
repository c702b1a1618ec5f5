"""How does a cluster answer? OpenSearch proposes and counts, what is shared understands and orders.

`location`: hosts, name and user as a location gives them
`exchange`: one request to one of the hosts; the only module that imports urllib3
`replies`: what an answer of the server means, and which one is an error
`patience`: how often and how long a request is tried again
`bulk`: documents in requests of a bounded size
`client`: requests, many searches, many documents
`mapping`: the indices of an archive and their fields
`marks`: text as a cluster holds it, a character a token
`archive`: what is known of an archive beside its text
`lease`: one writer at a time
`documents`: from sources to documents, by workers
`adding`: documents sent, old ones deleted, sources written down
`checking`: is all there, and as it was made
`queries`: a query tree as a cluster is asked it
`counting`: how much of an archive holds something
`candidates`: articles read to be looked at closely
`naming`: whole and short ids
`lookups`: questions about words as searches
`known_words`: words that begin, sound or are spelled like something
`words`: the words of an archive, asked many at a time
`matches`: what matches a request
`faceting`: counts of values
`pages`: one page of matches
`asking`: why, periods, frequencies, status
`gathering`: searches of questions that are asked at the same time
`engine`: search requests answered over an archive
`backend`: an archive opened, changed, checked
"""
