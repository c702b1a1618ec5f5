"""Is an index what was written?

`check`: by checksums, by what stands elsewhere, by the sources
`soundness`: whether the arrays of a segment fit together
`names`: whether what is told of the names in it does
"""
