"""Where does a query stand in a text, and what of the text is shown?

`marker`: the places of a query's words in the original text
`edges`: where Latin words and numbers must end
`snippets`: what to show of a text
`near_misses`: where something that does not stand in a text nearly does
"""
