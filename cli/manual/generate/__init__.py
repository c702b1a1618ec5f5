"""How do the pages for man(1) come into the wheel?

`pages`: all pages, written into `man/` from the commands as they are (`make man`)
"""
