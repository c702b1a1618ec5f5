"""How is an archive searched while one types? `search -i`; the only room that imports textual.

`choosing`: from the command line to a chosen id
`controlling_terminal`: the process's streams on the terminal, wherever they lead
`reading`: an article in the pager or the editor
`app`: the screen, its keys, and what happens between them
`widgets`: lines that scroll, lines to choose from, the input
`lines`: hits, facets and states in lines
`asked`: what is asked as one types, and who answers it
`latest`: work in a thread, of which only the newest counts
"""
