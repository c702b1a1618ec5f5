"""How do answers leave the process? Forms for other programs, and the terminal.

`json_records`: answers as JSON objects
`explained_records`: explanations as JSON objects
`segmented`: a segmented page as a JSON object
`tables`: CSV, TSV and TREC runs
`terminal`: what the terminal can show, streams, the pager
`styled`: styled text wrapped into lines
`visible`: text made safe and measured
`progress`: progress bars
"""
