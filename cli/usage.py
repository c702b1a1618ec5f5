"""What is wrong with options and arguments, in words of our own: Typer has its own in English alone."""

from __future__ import annotations

from typing import Any

import typer

from baosou.corpus.errors import worded


def usage_text(mistake: typer.TyperException) -> str:
    """A mistake that Typer found, in one line, told by its class and by what was declared."""
    error: Any = mistake  # the classes that have these attributes are not public
    match type(error).__name__:
        case "NoSuchOption":
            return _no_such_option(error.option_name, error.possibilities or ())
        case "BadOptionUsage":
            return _option_misused(error.option_name, error.ctx)
        case "MissingParameter" if error.param is not None:
            return worded("{name} is missing", name=_named(error.param))
        case "BadParameter" if error.param is not None:
            return f"{_named(error.param)}: {_wanted(error.param.type)}"
    return " ".join(mistake.format_message().split()).rstrip(".")


def _no_such_option(name: str, like: Any) -> str:
    told = worded("no such option: {name}", name=name)
    if not name.isascii():
        said = "{told} (to leave out a word, quote the query or put -- before it: baosou search -- 苍南 -志愿)"
        return worded(said, told=told)
    return worded("{told}; there is {options}", told=told, options=", ".join(sorted(like))) if like else told


def _option_misused(name: str, context: Any) -> str:
    params = () if context is None else context.command.get_params(context)
    flag = any(name in param.opts and getattr(param, "is_flag", False) for param in params)
    return worded("{name} takes no value" if flag else "{name} needs a value", name=name)


def _named(param: Any) -> str:
    """An option by its names, an argument as the usage line has it."""
    if param.param_type_name == "option":
        return ", ".join(sorted(param.opts, key=len))
    return worded(param.metavar) if param.metavar else str(param.name).upper()


def _wanted(kind: Any) -> str:
    """What a value must be."""
    choices = getattr(kind, "choices", None)
    if choices is not None:
        return worded("one of {choices} is needed", choices=", ".join(map(str, choices)))
    least = getattr(kind, "min", None)
    if kind.name.startswith("int"):
        wanted = "a whole number is needed" if least is None else "a whole number of {least} or more is needed"
    else:
        wanted = "a number is needed" if least is None else "a number of {least} or more is needed"
    return worded(wanted, least=least)
