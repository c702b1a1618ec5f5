"""How are the tables of the corpus made? Tools of developers, never imported by a command.

`folding`: `folding_table.txt`
`divisions`: `places/divisions.tsv.gz`
`gazetteer`: `places/gazetteer.txt`
"""
