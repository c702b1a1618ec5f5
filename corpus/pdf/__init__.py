"""How are the pages of a PDF read, whatever the file does? The only room that imports pypdfium2."""
