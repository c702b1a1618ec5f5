"""What is given back for matches? Numbers turned into what is shown.

`hits`: hits with snippets, and whole articles
`page`: what a page shows, read of each segment at once
`facets`: counts over all matches
`explanation`: terms as looked for, and scores in parts
`why`: what of a query holds of one article, and what not
"""
