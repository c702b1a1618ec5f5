"""How does Whoosh see the index? Only this room imports whoosh.

`codec`: Whoosh's codec interface over our arrays, and the index
`terms`: terms and postings as Whoosh walks them
`schema`: the schema of every index, and its tokenizers
"""
