"""What does the manual say of a command? What it declares, as a help screen and as a page of man(1).

`page`: a command's arguments, options, examples and notes, in the language that is spoken
`screen`: the help that `--help` prints
`generate`: all pages for man(1), as files
`roff`: the source of a page for man(1)
"""
