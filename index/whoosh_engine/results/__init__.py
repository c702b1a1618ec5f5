"""What is given back for matches? Numbers turned into what is shown.

`hits`: hits with snippets, of all matches of a page together
`articles`: whole articles by their ids
`facets`: counts over all matches
`explanation`: terms as looked for, and scores in parts
`why`: what of a query holds of one article, and what not
"""
