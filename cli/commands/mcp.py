"""`baosou mcp`: the searches for AI assistants."""

from __future__ import annotations

import sys

from baosou.cli import options
from baosou.cli.exits import DONE
from baosou.corpus.errors import speak

EXAMPLES = """
  baosou mcp --index ~/papers.index
  claude mcp add baosou -- baosou mcp --index ~/papers.index

Most assistants take it as an entry of their configuration:
  {"mcpServers": {"baosou": {"command": "baosou", "args": ["mcp"]}}}

Tools: search, count, timeline, read, suggest, status. All only read; none
takes a path or an index. A story of several papers is one hit; search and
count count stories on request. What is quoted from the archive stands between
marks that are new in each answer.
"""


def mcp(index: options.Index = None) -> int:
    """Serve searches to AI assistants (Model Context Protocol).

    Messages come on standard input, answers go to standard output. The assistant starts it. It goes on until its
    standard input ends.
    """
    from importlib.metadata import version

    from baosou.cli.mcp.answers import INSTRUCTIONS
    from baosou.cli.mcp.protocol import Server, serve
    from baosou.cli.mcp.tools import calling, listed
    from baosou.cli.settings import index_at, index_locations, load_settings

    settings = load_settings()
    opened = index_at(*index_locations(index, settings), saved=settings.saved)
    speak(None)  # what assistants are told, and the words that they are told it in, are one protocol for all
    try:
        server = Server("baosou", version("baosou"), INSTRUCTIONS, listed(), calling(opened))
        serve(server, sys.stdin.buffer, sys.stdout.buffer)
    finally:
        opened.close()
    return DONE
