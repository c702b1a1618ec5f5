"""How are the data files of the analysis made? Tools of developers, never imported by a command.

`dictionary`: `jieba_dictionary.txt.gz`
`trie`: `lexicon.bin`
`pinyin`: `pinyin.msgpack`
`spaced_names`: `ordinary_words.txt`
"""
