"""`baosou completion`: the script by which a shell completes commands, options, fields and values."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from baosou.cli.exits import DONE

EXAMPLES = """
  eval "$(baosou completion bash)"            in ~/.bashrc
  baosou completion zsh > ~/.zfunc/_baosou    a folder of $fpath
  baosou completion fish > ~/.config/fish/completions/baosou.fish

TAB then completes commands, options and their values, fields (-w pla),
values by how many articles have them (-w place=浙), and ids that are begun.
Where they are written is also told at the beginning of each script.
"""


def completion(
    shell: Annotated[
        Literal["bash", "zsh", "fish"],
        typer.Argument(metavar="bash|zsh|fish", show_choices=False, help="The shell that the script is for."),
    ],
) -> int:
    """Print the script that completes baosou in a shell."""
    from pkgutil import get_data

    from baosou.cli.output.terminal import write

    write((get_data("baosou.cli.completion", f"baosou.{shell}") or b"").decode())
    return DONE
