"""How does a segment come to be, and how do several become one?

`builder`: articles in, sorted arrays out
`inversion`: from text to words and where they stand
`characters`: where characters stand
`pairs`: pairs of characters, and where those of frequent ones stand
`spaced_names`: names with blanks between, found by whole arrays
`names`: the names that articles carry
`abbreviations`: where texts explain an abbreviation
`titles`: titles of works that a cut would tear, as a table
`title_ranks`: in which order the titles of articles come
`word_union`: the words of several segments as those of one
`merger`: one segment of several
`parts`: the segments that a merge makes one of, with the new numbers
`character_union`: the characters of several segments, and their pairs, as those of one
`gram_union`: the pairs of characters of several segments as those of one
`splicing`: posting lists joined without decoding
`columns`: columns of articles, and of several segments as one
`enriched`: the people and organisations that articles name
`sizes`: how much there is of something before it is treated otherwise
"""
