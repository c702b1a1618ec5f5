"""Which sentences are users told, and how do their translations become the catalogue that is shipped?

`sentences`: all that users are told, found in the code and in the commands
`catalogue`: `zh.po` kept in step with them, and `zh.mo` made of it
"""
