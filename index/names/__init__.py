"""Which people and organisations do articles name? What a tagger tells of texts, and what an archive says of that.

A tagger reads one sentence: it takes a town for a person, or leaves out a name's first character. An archive has the
string a hundred times, and tells what it is most of the time, and without what it never stands.

`tags`: strings tagged as names, and what tags them
`lac`: Baidu's model, by an optional package
`tagging`: texts tagged in several processes
`finding`: where many names stand in a text
`evidence`: what the texts of an archive say of each string
`words`: the words of a dictionary, and which of them names stand in
`spelling`: which strings can be names at all
`judging`: which strings are
`joining`: the short and the full form of a name
"""
