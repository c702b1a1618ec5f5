"""How does a segment come to be, and how do several become one?

`builder`: articles in, sorted arrays out
`inversion`: from text to words and where they stand
`spaced_names`: names with blanks between, found by whole arrays
`names`: the names that articles carry
`abbreviations`: where texts explain an abbreviation
`titles`: titles of works that a cut would tear, as a table
`word_union`: the words of several segments as those of one
`merger`: one segment of several
`gram_union`: the pairs of characters of several segments as those of one
`splicing`: posting lists joined without decoding
`columns`: columns of articles, and of several segments as one
`sizes`: how much there is of something before it is treated otherwise
"""
