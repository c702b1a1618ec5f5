"""The styles of a Word document: what each says of its paragraphs' standing and look, with what it is based on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.readers.styles import Standing, standing_of
from baosou.corpus.readers.xml_events import xml_events

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PREFIXES = {
    _MAIN: "w",
    _STRICT: "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_MOST_BASES = 20
_UNDECLARED = 20  # half points: Word's size where nothing says another


class Setting(Struct, frozen=True):
    """What one style, or one run, says of how it is set; None where it says nothing. `size` is in half points.

    `numbering` counts its paragraphs, on a level of its list; 0 is none.
    """

    size: int | None = None
    bold: bool | None = None
    centred: bool | None = None
    hidden: bool | None = None
    outline: int | None = None
    numbering: int | None = None
    list_level: int | None = None

    def over(self, below: Setting) -> Setting:
        """This with what `below` says where this says nothing."""
        return Setting(
            below.size if self.size is None else self.size,
            below.bold if self.bold is None else self.bold,
            below.centred if self.centred is None else self.centred,
            below.hidden if self.hidden is None else self.hidden,
            below.outline if self.outline is None else self.outline,
            below.numbering if self.numbering is None else self.numbering,
            below.list_level if self.list_level is None else self.list_level,
        )


PLAIN = Setting()


class Style(Struct, frozen=True):
    """A style with all that it is based on."""

    standing: Standing
    setting: Setting


class Styles(Struct, frozen=True):
    """The styles of a document by id, the one of paragraphs that name none, and what holds where nothing is said."""

    styles: Mapping[str, Style] = {}
    usual: Style = Style(Standing(), Setting(size=_UNDECLARED))

    def of(self, name: str) -> Style:
        """A style by its id; that of usual paragraphs where there is none."""
        return self.styles.get(name, self.usual)

    def setting_of(self, name: str) -> Setting:
        """What a style of characters says."""
        found = self.styles.get(name)
        return PLAIN if found is None else found.setting


def whole_number(text: str | None) -> int | None:
    """A number that is written as one, of at most six digits."""
    return int(text) if text is not None and len(text) <= 6 and text.isascii() and text.isdigit() else None


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a switch such as <w:b/> is on."""
    return attributes.get("w:val", "1") not in ("0", "false", "off", "none")


def take(setting: Setting, name: str, attributes: Mapping[str, str]) -> Setting:
    """The setting with what one property says."""
    value = attributes.get("w:val")
    match name:
        case "w:sz":
            return replace(setting, size=whole_number(value))
        case "w:b":
            return replace(setting, bold=is_on(attributes))
        case "w:jc":
            return replace(setting, centred=value == "center")
        case "w:vanish":
            return replace(setting, hidden=is_on(attributes))
        case "w:outlineLvl":
            return replace(setting, outline=(whole_number(value) or 0) + 1)
        case "w:numId":
            return replace(setting, numbering=whole_number(value))
        case "w:ilvl":
            return replace(setting, list_level=whole_number(value))
    return setting


class _Raw(Struct):
    name: str = ""
    based_on: str = ""
    setting: Setting = PLAIN
    of_characters: bool = False


def read_styles(data: bytes) -> Styles:
    """The styles of word/styles.xml."""
    raw: dict[str, _Raw] = {}
    defaults = _Raw()
    current: _Raw | None = None
    usual = ""
    skipped = 0  # how deep in properties that hold only of parts of a table
    for kind, name, attributes in xml_events(data, PREFIXES):
        if kind == "end":
            if name == "w:style" or name == "w:docDefaults":
                current = None
            skipped -= name == "w:tblStylePr"
        elif kind == "start":
            skipped += name == "w:tblStylePr"
            if name == "w:docDefaults":
                current = defaults
            elif name == "w:style":
                current = _Raw(of_characters=attributes.get("w:type") == "character")
                own = attributes.get("w:styleId", "")
                raw.setdefault(own, current)
                if attributes.get("w:type") == "paragraph" and attributes.get("w:default", "0") in ("1", "true", "on"):
                    usual = usual or own
            elif current is not None and not skipped:
                _take(current, name, attributes)
    found = {own: _resolved(raw, own, defaults.setting) for own in raw}
    base = Setting(size=_UNDECLARED)
    return Styles(found, found.get(usual, Style(Standing(), defaults.setting.over(base))))


def _take(raw: _Raw, name: str, attributes: Mapping[str, str]) -> None:
    if name == "w:name":
        raw.name = attributes.get("w:val", "")
    elif name == "w:basedOn":
        raw.based_on = attributes.get("w:val", "")
    else:
        raw.setting = take(raw.setting, name, attributes)


def _resolved(raw: Mapping[str, _Raw], own: str, defaults: Setting) -> Style:
    """A style with its bases, the nearest first; a circle of them ends somewhere."""
    setting, standing = PLAIN, Standing()
    name = own
    for _ in range(_MOST_BASES):
        style = raw.get(name)
        if style is None:
            break
        if standing == Standing():
            standing = standing_of(style.name, style.setting.outline)
        setting = setting.over(style.setting)
        name = style.based_on
    if raw[own].of_characters:
        return Style(Standing(), setting)
    return Style(standing, setting.over(defaults).over(Setting(size=_UNDECLARED)))
