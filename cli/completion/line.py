"""The command line as far as it is typed: its words, and the one that is being typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

_BLANKS = " \t\n"


class Line(Struct, frozen=True):
    """The words of a line without their quotation marks, the last as far as it is typed (`quote` is the one open)."""

    words: tuple[str, ...]
    typed: str
    quote: str = ""


def split(line: str) -> Line:
    """A line of a shell as its words, as far as quotation marks and backslashes tell them."""
    words: list[str] = []
    word, begun, quote = "", False, ""
    signs = iter(line)
    for sign in signs:
        if quote:
            if sign == quote:
                quote = ""
            else:
                word += next(signs, "") if sign == "\\" and quote == '"' else sign
        elif sign in "'\"":
            quote, begun = sign, True
        elif sign in _BLANKS:
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + (next(signs, "") if sign == "\\" else sign), True
    return Line(tuple(words), word, quote)


class Asked(Struct, frozen=True):
    """What is being typed: `typed` of a value of `param`, after `kept`, or of an option or command (None)."""

    param: Any
    kept: str
    typed: str
    given: Mapping[str, Sequence[str]]

    def option(self, name: str) -> str | None:
        """What was given for an option, last."""
        values = self.given.get(name)
        return values[-1] if values else None


def asked(params: Sequence[Any], words: Sequence[str], typed: str) -> Asked:
    """What stands at the end of a command's words; an option or argument nobody declared has the param None."""
    options = {name: param for param in params if param.param_type_name == "option" for name in param.opts}
    arguments = _arguments(params)
    given: dict[str, list[str]] = {}
    waiting = None
    only_arguments = False
    place = next(arguments, None)
    for word in words:
        if waiting is not None:
            given.setdefault(waiting.opts[-1], []).append(word)
            waiting = None
        elif word == "--" and not only_arguments:
            only_arguments = True
        elif word.startswith("-") and word != "-" and not only_arguments:
            name, equals, value = word.partition("=")
            param = options.get(name) or options.get(word[:2])
            if param is not None and not param.is_flag:
                if equals or (len(name) > 2 and not name.startswith("--")):
                    given.setdefault(param.opts[-1], []).append(value if equals else word[2:])
                else:
                    waiting = param
        else:
            place = next(arguments, place)
    if waiting is not None:
        return Asked(waiting, "", typed, given)
    if typed.startswith("-") and not only_arguments:
        name, equals, value = typed.partition("=")
        if equals and name in options and not options[name].is_flag:
            return Asked(options[name], f"{name}=", value, given)
        return Asked(None, "", typed, given)
    return Asked(place, "", typed, given)


def _arguments(params: Sequence[Any]) -> Iterator[Any]:
    """The arguments in their order, the last of them as often as words are left for it."""
    for param in params:
        if param.param_type_name == "argument":
            yield param
            while param.nargs == -1:
                yield param
