"""How is all that users are told said in Chinese?

`zh.po` has each sentence with its translation, `zh.mo` the same for machines; `catalogue` reads the latter
`generate` finds the sentences, and writes the one and the other (`make words`)
"""
