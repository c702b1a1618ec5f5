"""How does a cluster answer? OpenSearch proposes and counts, what is shared understands and orders.

`location`: hosts, name and user as a location gives them
`exchange`: one request to one of the hosts; the only module that imports urllib3
`replies`: what an answer of the server means, and which one is an error
`patience`: how often and how long a request is tried again
`bulk`: documents in requests of a bounded size
`client`: requests, many searches, many documents
"""
