"""In which order are matches given? What the formulas of `index.ranking` are fed with, out of segments.

`ranker`: all matches in order, and one page of them
`sorting`: their order by date, title or source
`scoring`: all matches as arrays, BM25F of them, and the statistics of segments
`evidence`: where terms stand, and the texts of the best candidates
"""
