"""What is on disk, and is it read and written safely? Files and bytes.

`files`: names of files, how they are opened and reach the disk, and JSON that carries its own checksum
`catalogue`: which segments and sources make the index
`source_list`: the list of an index's sources
`lock`: one writer at a time
"""
