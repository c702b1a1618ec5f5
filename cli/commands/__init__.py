"""Which commands are there? One module a command, each parse -> call -> render.

`add`: index files and folders
`search`: ranked hits
`facets`: counts over all matches
`timeline`: counts by year, month or day
`kwic`: every occurrence in its context, and the words beside it
`batch`: many queries in, one row each out
`show`: articles, whole
`similar`: articles like some
`cite`: articles as references
`export`: articles, sections or hits for other tools
`why`: why an article matches or not
`suggest`: what may have been meant
`segment`: the articles found in raw pages
`analyze`: how text is cut and understood
`dict`: the user's own words
`completion`: the script of a shell
`mcp`: the searches for AI assistants
`status`: what is in the index
`check`: whether the index is what was written
`enrich`: people and organisations found in articles
`optimize`: the index made small and fast
`remove`: sources taken out
"""
