"""How does an answer look to a reader? Styled lines, one module a kind of answer.

`hits`: hits with snippets
`article`: an article
`neighbours`: the articles of a page
`pages`: what segmentation made of a source
`sheets`: printed pages as plans of where their articles stand
`facets`: counts with bars
`timeline`: counts by period with bars
`charts`: a timeline as a picture
`concordance`: occurrences one a line, and the words beside them
`explanation`: how a query was read, and scores in parts
`why`: a line for each part of the query
`analysis`: a text folded, cut and understood
`suggestions`: suggestions
`words`: the user's words
`overview`: the index as a page for a browser
`pictures`: counts as inline SVG
`calendar`: articles by month and year, in lines
`status`: the index, and what a change did
`understood`: what would be made of files
`check`: what a check found
"""
