"""What was typed, and what does its syntax say? The query language: text to tree and back.

`tree`: query trees, free of any engine and of any syntax
`parser`: text to trees
`lexer`: a query's parts from left to right
`signs`: what a character means outside quotation marks, and where these open and close
`periods`: dates, ranges of dates, before and after
`named_periods`: periods by other names than dates
`writer`: trees to their canonical text
"""
