"""How do answers leave the process? Forms for other programs, and the terminal.

`fields`: fields of what is printed, as columns and smaller objects
`exported`, `parquet`: records as they come, into a file or out of a pipe
`json_values`: JSON, safe to print; paths and links
`segmented`: a segmented page as a JSON object
`tables`: CSV, TSV and TREC runs
`context_tables`: timelines, occurrences and collocates as rows
`vimgrep`: occurrences for editors
`terminal`: what the terminal can show, streams, the pager
`styled`: styled text wrapped into lines
`whole_file`: files that are written whole or not at all
`visible`: text made safe and measured
`progress`: progress bars
"""
