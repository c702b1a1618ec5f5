"""The pages for man(1) of all commands, in English and in Chinese, from the commands as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer import Context

from baosou.cli.app import command_line
from baosou.cli.language.catalogue import chinese
from baosou.cli.manual.page import page_of
from baosou.cli.manual.roff import man_page, name_of
from baosou.corpus.errors import speak

FOLDER = Path(__file__).parents[3] / "man"
"""Where the pages lie; the wheel puts them where man(1) looks."""


def pages() -> Mapping[str, str]:
    """All pages by their paths within FOLDER."""
    found: dict[str, str] = {}
    for folder, words in (("man1", None), ("zh_CN/man1", chinese())):
        speak(words)
        try:
            root: Any = command_line(())
            context = Context(root, info_name="baosou", help_option_names=["-h", "--help"])
            named = [(root, context)]
            named += [(each, Context(each, parent=context, info_name=name)) for name, each in root.commands.items()]
            for command, own in named:
                page = page_of(command, own)
                found[f"{folder}/{name_of(page.command)}.1"] = man_page(page)
        finally:
            speak(None)
    return found


def main() -> None:
    """Write all pages, and remove those of commands that are gone."""
    wanted = pages()
    for path in FOLDER.rglob("*.1"):
        if path.relative_to(FOLDER).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} pages")


if __name__ == "__main__":
    main()
