"""In which order are occurrences shown, which words stand beside them, and which tell the hits? Any engine.

`order`: what is drawn, and the order of what stands before and after
`windows`: the words near an occurrence, cut out of the text around it
`collocates`: how often words stand near, and how telling that is
`significant`: the words that tell the best hits from all other articles
"""
