"""What does one segment hold? Each of its parts, written and read.

`layout`: addresses, slots, fields: what writers and readers share
`reader`: one segment, read
`postings`: lists of ascending integers
`doc_sets`: which articles: numbers or a mask
`term_table`: sorted texts, looked up by halving
`columns`: which articles carry which values
`numbering`: articles, sections, slots and their texts, and what is deleted
`stored`: metadata, and where each block came from
`bigrams`: how often pairs of characters stand
`frequent`: the slots of characters that stand almost everywhere
`pairs`: the slots of pairs of frequent characters that are no words
`numbers`: whole numbers with the character after them
`sounds`: how words and names sound
`abbreviations`: abbreviations that texts explain, as arrays
"""
