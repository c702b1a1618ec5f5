"""How do answers leave the process? Forms for other programs, and the terminal.

`json_values`: JSON, safe to print; paths and links
`segmented`: a segmented page as a JSON object
`tables`: CSV, TSV and TREC runs
`context_tables`: timelines, occurrences and collocates as rows
`vimgrep`: occurrences for editors
`terminal`: what the terminal can show, streams, the pager
`styled`: styled text wrapped into lines
`visible`: text made safe and measured
`progress`: progress bars
"""
