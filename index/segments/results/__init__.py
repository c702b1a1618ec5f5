"""What is given back for matches? Numbers turned into what is shown.

`hits`: hits with snippets, of all matches of a page together
`articles`: whole articles by their ids
`facets`: counts over all matches
`periods`: counts by year, month or day
`around`: the text before and after a place
`occurrences`: places in the order that is wanted, each with the text around it
`frequencies`: how often texts stand
`telling`: the words that tell an article from all others
`samples`: texts to be compared
`explanation`: terms as looked for, and scores in parts
`why`: what of a query holds of one article, and what not
"""
