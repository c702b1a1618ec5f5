"""How do characters that stand somewhere on a printed page become its articles?

`printed`: a page as whoever reads a file gives it: characters with places, rules, boxes, pictures
`reading`: pages to articles, with the text that their spans count in, and why each line was read as it was
"""
