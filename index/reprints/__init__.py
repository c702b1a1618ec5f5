"""Which articles are the same story, printed again? The same for every engine.

`likeness`: how much of their texts some articles share, and what that means
`stories`: hits of one story as one
"""
