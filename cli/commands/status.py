"""`baosou status`: what is in the index."""

from __future__ import annotations

from baosou.cli import options
from baosou.cli.exits import DONE

EXAMPLES = """
  baosou status
  baosou status --json
  baosou status --index ~/papers.index
"""


def status(json: options.Json = False, index: options.Index = None) -> int:
    """Say what is in the index: counts, size, fields, analysis.

    Articles and sections are counted as `add` counts them: running heads, page numbers and the like are none.
    """
    from baosou.cli.settings import index_location, load_settings
    from baosou.index import open_index

    with open_index(index_location(index, load_settings())) as opened:
        found = opened.status()

    from baosou.cli.output.json_values import to_json
    from baosou.cli.output.styled import encode
    from baosou.cli.output.terminal import terminal, write
    from baosou.cli.render.status import render_status

    if json:
        write(to_json(found.to_dict()) + "\n")
        return DONE
    target = terminal()
    write(encode(render_status(found, columns=target.columns), colour=target.colour))
    return DONE
