"""The styles of an OpenDocument text: what each says of its paragraphs' standing and look, with its parents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.readers.styles import Standing, standing_of
from baosou.corpus.readers.xml_events import XmlEvent

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    f"{_NAMESPACE}office:1.0": "office",
    f"{_NAMESPACE}text:1.0": "text",
    f"{_NAMESPACE}table:1.0": "table",
    f"{_NAMESPACE}style:1.0": "style",
    f"{_NAMESPACE}drawing:1.0": "draw",
    f"{_NAMESPACE}xsl-fo-compatible:1.0": "fo",
    f"{_NAMESPACE}svg-compatible:1.0": "svg",
    f"{_NAMESPACE}manifest:1.0": "manifest",
}
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)pt")
_MOST_PARENTS = 20
_UNDECLARED = 12.0  # points


class OdtStyle(Struct, frozen=True):
    """What a style says; None where it says nothing. `name` is the one that its users see."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    size: float | None = None
    bold: bool | None = None
    centred: bool | None = None
    hidden: bool | None = None

    def over(self, below: OdtStyle) -> OdtStyle:
        """This with what `below` says where this says nothing."""
        return replace(
            self,
            size=below.size if self.size is None else self.size,
            bold=below.bold if self.bold is None else self.bold,
            centred=below.centred if self.centred is None else self.centred,
            hidden=below.hidden if self.hidden is None else self.hidden,
        )


PLAIN = OdtStyle()
_USUAL = OdtStyle(size=_UNDECLARED)


class OdtStyles:
    """The styles of a document by their names, as they come; those of a family share no name with another's."""

    def __init__(self) -> None:
        self._styles: dict[str, OdtStyle] = {}
        self._current: str | None = None
        self._defaults = _USUAL

    def take(self, event: XmlEvent) -> None:
        """Keep what one event of content.xml or styles.xml says of styles."""
        name, attributes = event.text, event.attributes
        if event.kind == "end" and name in ("style:style", "style:default-style"):
            self._current = None
        elif event.kind != "start":
            return
        elif name == "style:style":
            own = f"{attributes.get('style:family', '')} {attributes.get('style:name', '')}"
            level = attributes.get("style:default-outline-level", "")
            self._styles[own] = OdtStyle(
                attributes.get("style:display-name") or attributes.get("style:name", "").replace("_20_", " "),
                attributes.get("style:parent-style-name", ""),
                int(level) if level in tuple("123456789") else None,
            )
            self._current = own
        elif name == "style:default-style":
            self._current = "" if attributes.get("style:family") == "paragraph" else None
        elif self._current is not None:
            before = self._styles[self._current] if self._current else self._defaults
            after = _with(before, name, attributes)
            if self._current:
                self._styles[self._current] = after
            else:
                self._defaults = after

    def standing(self, name: str) -> Standing:
        """What a style of paragraphs is by its name, or by that of the nearest parent whose name says it."""
        for style in self._line("paragraph", name):
            found = standing_of(style.name, style.outline)
            if found != Standing():
                return found
        return Standing()

    def look(self, name: str) -> OdtStyle:
        """A style of paragraphs with all its parents."""
        found = PLAIN
        for style in self._line("paragraph", name):
            found = found.over(style)
        return found.over(self._defaults)

    def run(self, name: str) -> OdtStyle:
        """A style of words with all its parents."""
        found = PLAIN
        for style in self._line("text", name):
            found = found.over(style)
        return found

    def _line(self, family: str, name: str) -> list[OdtStyle]:
        found: list[OdtStyle] = []
        while len(found) < _MOST_PARENTS and (style := self._styles.get(f"{family} {name}")) is not None:
            found.append(style)
            name = style.parent
        return found


def _with(style: OdtStyle, name: str, attributes: Mapping[str, str]) -> OdtStyle:
    if name == "style:paragraph-properties" and "fo:text-align" in attributes:
        return replace(style, centred=attributes["fo:text-align"] == "center")
    if name != "style:text-properties":
        return style
    size = _POINTS.fullmatch(attributes.get("style:font-size-asian") or attributes.get("fo:font-size", ""))
    weight = attributes.get("style:font-weight-asian") or attributes.get("fo:font-weight")
    shown = attributes.get("text:display")
    return replace(
        style,
        size=float(size[1]) if size is not None else style.size,
        bold=style.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
        hidden=style.hidden if shown is None else shown == "none",
    )
