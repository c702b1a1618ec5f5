"""What can be found: the query language, analysis, the engine seam and the engines behind it."""
