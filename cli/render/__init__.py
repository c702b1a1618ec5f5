"""How does an answer look to a reader? Styled lines, one module a kind of answer.

`hits`: hits with snippets
`article`: an article
`neighbours`: the articles of a page
`pages`: what segmentation made of a source
`facets`: counts with bars
`explanation`: how a query was read, and scores in parts
`why`: a line for each part of the query
`analysis`: a text folded, cut and understood
`suggestions`: suggestions
`words`: the user's words
`status`: the index, and what a change did
`understood`: what would be made of files
`check`: what a check found
"""
