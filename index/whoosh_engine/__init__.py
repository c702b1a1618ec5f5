"""The embedded engine: a Whoosh index whose postings are arrays on disk, evaluated by whole arrays.

Read in this order: `layout` (what a segment holds), `container` and `postings` (how it lies on disk), `builder`
and `merging` (how it comes to be), `segment` (how it is read), `matching`, `scoring`, `facets` (how it answers),
`schema`, `dictionary` and `codec` (how Whoosh sees it), `catalogue` (which segments make an index), `indexing` and
`workers` (how sources become segments).
"""
