"""Which articles match a query, and where?

`matcher`: what matches in one segment, with the evidence
`patterns`: what is looked for literally
`candidates`: which blocks of text can hold a pattern
`literal`: where a folded string stands
`places`: every place where what speaks for a match stands
`nearness`: where phrases stand near one another
`holes`: text with one character left open
`expansion`: words, the user's among them, that a wildcard or fuzzy word stands for
`filters`: which articles carry a value
`costs`: what it costs to look for a part of a query
"""
