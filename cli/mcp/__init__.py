"""What does an assistant get that speaks the Model Context Protocol?

`protocol`: messages of JSON-RPC in, answers out, as the versions of the protocol have them
`tools`: what may be asked of the index, with its arguments
`answers`: what is told of an index in few words, with archived text apart
"""
