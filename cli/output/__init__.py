"""How do answers leave the process? Forms for other programs, and the terminal.

`json_values`: JSON, safe to print; paths and links
`segmented`: a segmented page as a JSON object
`tables`: CSV, TSV and TREC runs
`terminal`: what the terminal can show, streams, the pager
`editor`: the user's editor
`styled`: styled text wrapped into lines
`visible`: text made safe and measured
`progress`: progress bars
"""
