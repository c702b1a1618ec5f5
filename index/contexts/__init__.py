"""In which order are occurrences shown, and which words stand beside them? The same for every engine.

`order`: what is drawn, and the order of what stands before and after
`windows`: the words near an occurrence, cut out of the text around it
`collocates`: how often words stand near, and how telling that is
"""
