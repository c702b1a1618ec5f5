"""A timeline as a picture, by matplotlib (the extra `plot`), in a font with Chinese characters."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from baosou.cli.exits import UsageError
from baosou.cli.output.visible import visible
from baosou.corpus.errors import worded

if TYPE_CHECKING:
    from matplotlib.font_manager import FontManager

FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "Microsoft YaHei", "SimHei"),
    *("Noto Sans CJK JP", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "AR PL UMing CN"),
)
"""Fonts with Chinese characters, the first that is there is used."""

_SIZE = (9.0, 4.5)
_DOTS = 150
_LABELS = 12
_MARKED = 60
"""Of so many periods each is a point of its own."""


def prepared(options: Sequence[str], font: str | None) -> str:
    """The font that a picture is drawn with; raises UsageError where there is none, or no library.

    `options` are those that asked for a picture; this is told before anything is searched.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError(worded("{option} needs the extra plot: pip install 'baosou[plot]'", option=options[0]))
    from matplotlib import font_manager

    if font is not None:
        if not Path(font).is_file():
            raise UsageError(worded("--font {font}: no such file", font=font))
        try:
            font_manager.fontManager.addfont(font)
            return font_manager.FontProperties(fname=font).get_name()
        except (OSError, RuntimeError, ValueError) as error:
            raise UsageError(worded("--font {font}: not a font that can be used", font=font)) from error
    name = _known(font_manager.fontManager)
    if name is None:
        # what is remembered may be older than a font that was installed since
        name = _known(font_manager.FontManager())
    if name is None:
        raise UsageError(
            worded(
                "no font with Chinese characters was found; "
                "install one (Debian: fonts-noto-cjk) or name it with --font FILE"
            )
        )
    return name


def _known(manager: FontManager) -> str | None:
    names = {each.name for each in manager.ttflist}
    return next((name for name in FONTS if name in names), None)


class Curve(Struct, frozen=True):
    """What is drawn of a query: a value for each period, None for a gap; `means` of them where those were asked for."""

    name: str
    values: tuple[float | None, ...]
    means: tuple[float | None, ...] = ()


def draw(
    periods: Sequence[str], curves: Sequence[Curve], unit: str, files: Sequence[tuple[str, str]], font: str
) -> None:
    """Write a line chart to files, each given after its format; OSError where that cannot be."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(
        {
            "font.family": [font, "DejaVu Sans"],
            "svg.fonttype": "path",
            "svg.hashsalt": "baosou",
            "text.parse_math": False,  # what was typed is no formula
            "axes.unicode_minus": False,
        }
    ):
        figure = Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")
        axes = figure.subplots()
        places = range(len(periods))
        for each in curves:
            values, name = _plotted(each.values), visible(each.name)
            if each.means:
                drawn = axes.plot(places, values, linewidth=0.8, alpha=0.35)
                axes.plot(places, _plotted(each.means), label=name, color=drawn[0].get_color())
            else:
                axes.plot(places, values, label=name, marker="o" if len(periods) <= _MARKED else None, markersize=3)
        step = max(-(-len(periods) // _LABELS), 1)
        axes.set_xticks(list(places)[::step], periods[::step])
        axes.set_ylim(bottom=0)
        axes.set_ylabel(unit)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.3)
        if len(curves) > 1 or curves[0].name:
            axes.legend(frameon=False)
        for kind, file in files:
            _written(figure, kind, file)


def _written(figure: Any, kind: str, file: str) -> None:
    """Write a file whole, or leave what was there before."""
    unfinished = f"{file}.{os.getpid()}.tmp"
    try:
        figure.savefig(unfinished, format=kind, metadata={"Date": None} if kind == "svg" else None)
        os.replace(unfinished, file)
    finally:
        if os.path.exists(unfinished):
            os.unlink(unfinished)


def _plotted(values: Sequence[float | None]) -> list[float]:
    """Values as they are drawn: a gap breaks the line."""
    return [float("nan") if value is None else value for value in values]
