"""What a word may be, the likeliest first: commands, options, fields, values by their count, ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from baosou.cli.completion.candidate import Candidate, Files, Found
from baosou.cli.completion.line import Asked, asked
from baosou.cli.manual.page import paragraphs
from baosou.cli.settings import LANGUAGES, load_settings
from baosou.corpus.errors import worded
from baosou.index.query.parser import SAVED

_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")


CommandLine = Callable[[Sequence[str]], Any]
"""Gives the root of the commands, with as many of them as arguments need."""


def completed(words: Sequence[str], typed: str, command_line: CommandLine) -> Found:
    """What the word that is typed after these may be; `words` begin after the name of the program."""
    if tuple(words) == ("--lang",):
        return _of(LANGUAGES, typed)
    rest = words[2 if words[:1] == ("--lang",) else sum(word.startswith("--lang=") for word in words[:1]) :]
    if not rest:
        root = command_line(())
        return list(_options(root.params, typed) if typed.startswith("-") else _commands(root.commands, typed))
    command = command_line(rest[:1]).commands.get(rest[0])
    if command is None:
        return ()
    place = asked(command.params, rest[1:], typed)
    if place.param is None:
        return list(_options(command.params, typed)) if typed.startswith("-") else ()
    found = _values(place, exported=rest[0] == "export")
    if isinstance(found, Files):
        return found
    return [Candidate(place.kept + each.text, each.about, each.open) for each in found]


def _commands(commands: Mapping[str, Any], typed: str) -> Iterator[Candidate]:
    for name, command in commands.items():
        if name.startswith(typed):
            yield Candidate(name, worded(paragraphs(command.help)[0]))


def _options(params: Sequence[Any], typed: str) -> Iterator[Candidate]:
    for param in params:
        if param.param_type_name == "option":
            names = [name for name in param.opts if name.startswith(typed)]
            if names:
                yield Candidate(max(names, key=len), worded(param.help or ""))
    if "--help".startswith(typed):
        yield Candidate("--help", worded("Show this message and exit."))


def _of(texts: Sequence[str], typed: str) -> list[Candidate]:
    return [Candidate(text) for text in texts if text.startswith(typed)]


def _saved(typed: str) -> list[Candidate]:
    """The saved queries, as a query names them, each with what it stands for."""
    sign = typed[: len(typed) - len(typed.lstrip("-+!("))]
    names = {f"{sign}{SAVED}:{name}": query for name, query in load_settings().saved.items()}
    return [Candidate(text, query) for text, query in names.items() if text.startswith(typed)]


def _values(place: Asked, *, exported: bool) -> Found:
    """The values of an option or argument, by what it is declared to be."""
    param = place.param
    choices = getattr(param.type, "choices", None)
    if choices is not None:
        return _of(list(map(str, choices)), place.typed)
    metavar = (param.metavar or "").strip("[].")
    if metavar in ("PATH", "FILE", "FILE|-", "OUT", "SOURCE"):
        return Files()
    if metavar == "DIR|URL":
        return Files(folders=True)
    if param.opts[-1] == "--encoding":
        return _of(_ENCODINGS, place.typed)
    if param.opts[-1] == "--lang":
        return _of(LANGUAGES, place.typed)
    if metavar == "QUERY":
        return _saved(place.typed)
    if metavar in ("FIELD=V[,V2", "FIELD[:N", "ID", "DATE", "A,B"):
        from baosou.cli.completion import indexed

        wanted = {
            "FIELD=V[,V2": indexed.filters,
            "FIELD[:N": indexed.counted,
            "ID": indexed.ids,
            "DATE": indexed.dates,
            "A,B": indexed.exported_columns if exported else indexed.hit_columns,
        }[metavar]
        return wanted(place.given.get("--index", []), place.typed)
    return ()
