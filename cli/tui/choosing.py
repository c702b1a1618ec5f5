"""From the command line to the id of an article that was chosen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial

from msgspec import Struct

from baosou.cli.exits import DONE, NO_HITS
from baosou.cli.output.terminal import ColourChoice
from baosou.cli.tui.asked import Asked, IndexedArchive, Standing
from baosou.corpus.errors import BaosouError, worded

MISSING = "-i needs the extra: pip install 'baosou[tui]'"


class Look(Struct, frozen=True):
    """How the screen is drawn, and with what articles are read."""

    colour: ColourChoice = "auto"
    mouse: bool = True


def choose(location: str, asked: Asked, standing: Standing, look: Look, *, saved: Mapping[str, str]) -> int:
    """Search as is typed, and print the id that is chosen; 0 where there is one, 1 where none was."""
    try:
        import textual  # noqa: F401
    except ImportError as error:
        raise BaosouError(worded(MISSING)) from error
    from baosou.cli.output.terminal import write
    from baosou.cli.tui.app import LiveSearch
    from baosou.cli.tui.controlling_terminal import on_the_terminal
    from baosou.cli.tui.reading import open_source, read

    archive = IndexedArchive(location, standing, saved=saved)
    plain = look.colour == "never" or (look.colour == "auto" and bool(os.environ.get("NO_COLOR")))
    with on_the_terminal():
        app = LiveSearch(
            archive,
            asked,
            standing,
            plain=plain,
            read=partial(read, colour="never" if plain else "always"),
            edit=open_source,
        )
        chosen = app.run(mouse=look.mouse)
    archive.close()
    if isinstance(chosen, BaseException):
        raise chosen
    if chosen is None:
        return NO_HITS
    write(f"{chosen}\n")
    return DONE
