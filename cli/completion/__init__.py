"""What can stand where somebody presses TAB, in bash, zsh and fish?

`line`: the words before the cursor, and what kind of word is being typed
`candidate`: a word that may be meant
`candidates`: what a word may be: commands, options and their values
`indexed`: fields, values by their count and ids, of the index that is in use
`answering`: candidates as the scripts read them; never an error, never a word to the terminal
`baosou.bash`, `baosou.zsh`, `baosou.fish`: the scripts that `baosou completion` prints
"""
