"""What does one segment hold? A searchable piece of an archive, for every engine, written and read.

The embedded engine keeps its archive in segments; one that has it elsewhere makes a segment of what it looks at
closely, so that all that is told of a text is found by the same code.

`array_file`: a file of named arrays
`checksums`: arrays verified before they are read
`cache`: costly arrays kept within a bounded memory
`layout`: addresses, slots, fields: what writers and readers share
`reader`: one segment, read
`postings`: lists of ascending integers
`doc_sets`: which articles: numbers or a mask
`term_table`: sorted texts, looked up by halving
`columns`: which articles carry which values
`enriched`: people and organisations that articles name, in a file of their own
`named_texts`: the texts in which these are looked for
`numbering`: articles, sections, slots and their texts, and what is deleted
`stored`: metadata, and where each block came from
`bigrams`: how often pairs of characters stand
`frequent`: the slots of characters that stand almost everywhere
`pairs`: the slots of pairs of frequent characters that are no words
`numbers`: whole numbers with the character after them
`sounds`: how words and names sound
`abbreviations`: abbreviations that texts explain, as arrays

Its rooms, from the ground up:

`writing`: how a segment comes to be
`matching`: which articles match, and where
`ranking`: in which order
`results`: what is given back
"""
