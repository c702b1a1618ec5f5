"""Which words does a text have? jieba, pinyin and the user's words; no other room imports jieba or rjieba.

`analyzer`: text folded and cut, and kinds of words
`tokenizer`: the cutters: jieba and its Rust port
`dictionary`: jieba's dictionary, read a few first characters at a time
`units`: text as an array of code units, and kinds of characters
`trie`: where dictionary words stand in text, by whole arrays
`pinyin`: how text sounds, and pinyin as it is typed
`spaced_names`: names of two characters that pages part with a blank
`abbreviations`: short forms that a text explains itself
`synonyms`: words that also stand for others
`user_words`: the user's own words
`vocabulary`: what an index knows of words, as a protocol
`rounds`: a vocabulary far away, asked for many words at a time
`fold_changes`: what folding changed of a text
`generate`: how its data files are made
"""
