"""What an EPUB's package says: its title, people and date, the order of its documents, and where its contents stand."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from msgspec import Struct, field

from baosou.corpus.errors import SourceError, worded
from baosou.corpus.readers.composing import clean_line
from baosou.corpus.readers.package import Package
from baosou.corpus.readers.properties import believed_title
from baosou.corpus.readers.xml_events import local, xml_events

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://www.idpf.org/2007/opf": "",
}
_PACKAGE = "application/oebps-package+xml"
_OBFUSCATED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""How fonts are made unusable elsewhere, which is no encryption of the text."""
_DOCUMENTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_DC = ("title", "creator", "date", "publisher", "contributor", "source", "identifier")
_LONGEST = 1000
_MOST = 200


class Item(Struct, frozen=True):
    """A document of the book in reading order; `aside` where the book does not count it among its text."""

    path: str
    aside: bool = False


class Person(Struct, frozen=True):
    """A person as written, with the role (a MARC relator such as aut or edt) that the book gives, if it does."""

    name: str
    role: str = ""


class Book(Struct, frozen=True):
    """An EPUB's package. `navigation` and `ncx` are where its tables of contents stand."""

    items: tuple[Item, ...]
    title: str = ""
    creators: tuple[Person, ...] = ()
    dates: tuple[str, ...] = ()
    publisher: str = ""
    navigation: str | None = None
    ncx: str | None = None


class _Raw(Struct):
    said: list[tuple[str, str, str, str]] = field(default_factory=list)  # name, text, id, role or event
    roles: dict[str, str] = field(default_factory=dict)
    manifest: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # path, media type, properties
    spine: list[tuple[str, bool]] = field(default_factory=list)
    ncx: str = ""
    guide: dict[str, str] = field(default_factory=dict)


def read_book(package: Package) -> Book:
    """The book of an archive; SourceError where it is encrypted, or none."""
    path = _package_path(package)
    raw = _raw(package.read(path), path)
    items = []
    for name, linear in raw.spine:
        found = raw.manifest.get(name)
        if found is not None and (found[1] in _DOCUMENTS or found[0].lower().endswith((".xhtml", ".html", ".htm"))):
            apart = not linear or "nav" in found[2].split() or raw.guide.get(found[0]) in ("toc", "cover")
            items.append(Item(found[0], apart))
    if not items:
        raise SourceError(worded("the book has no documents in its reading order"))
    _refuse_encrypted(package, {each.path.casefold() for each in items})
    navigation = next((path for path, _, said in raw.manifest.values() if "nav" in said.split()), None)
    ncx = raw.manifest.get(raw.ncx, ("", "", ""))[0]
    return Book(
        items=tuple(items),
        title=believed_title(next(iter(_texts(raw, "title")), "")),
        creators=tuple(
            Person(text, (raw.roles.get(own) or said).lower())
            for name, text, own, said in raw.said
            if name == "creator" and text
        ),
        dates=tuple(text for name, text, _, said in raw.said if name == "date" and said.lower() != "modification"),
        publisher=next(iter(_texts(raw, "publisher")), ""),
        navigation=navigation,
        ncx=ncx or next((path for path, kind, _ in raw.manifest.values() if kind == "application/x-dtbncx+xml"), None),
    )


def resolved(base: str, target: str) -> str:
    """The part that a reference in the part `base` leads to, without what comes after #."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


def _texts(raw: _Raw, wanted: str) -> list[str]:
    return [text for name, text, _, _ in raw.said if name == wanted and text]


def _package_path(package: Package) -> str:
    container = "META-INF/container.xml"
    if container in package:
        for kind, name, attributes in xml_events(package.read(container), {}):
            if kind == "start" and local(name) == "rootfile" and attributes.get("media-type", _PACKAGE) == _PACKAGE:
                path = resolved("", attributes.get("full-path", ""))
                if path in package:
                    return path
    path = next((name for name in package.names if name.lower().endswith(".opf")), "")
    if not path:
        raise SourceError(worded("no EPUB: the archive holds no book (container.xml, .opf)"))
    return path


def _raw(data: bytes, path: str) -> _Raw:
    raw = _Raw()
    pieces: list[str] = []
    about: tuple[str, str, str] | None = None  # of what is being said: its name, id and role or event
    refined = ""
    for kind, name, attributes in xml_events(data, _PREFIXES):
        if kind == "text":
            if (about is not None or refined) and sum(map(len, pieces)) < _LONGEST:
                pieces.append(name)
        elif kind == "start":
            own = local(name)
            pieces = []
            if name.startswith("dc:") and own in _DC:
                event = next((attributes[key] for key in attributes if local(key) in ("role", "event")), "")
                about = (own, attributes.get("id", ""), event)
            elif own == "meta" and attributes.get("property") == "role":
                refined = attributes.get("refines", "").lstrip("#")
            elif own == "item":
                properties = (resolved(path, attributes.get("href", "")), attributes.get("media-type", ""))
                raw.manifest.setdefault(attributes.get("id", ""), (*properties, attributes.get("properties", "")))
            elif own == "spine":
                raw.ncx = attributes.get("toc", "")
            elif own == "itemref":
                raw.spine.append((attributes.get("idref", ""), attributes.get("linear", "yes") != "no"))
            elif own == "reference":
                raw.guide[resolved(path, attributes.get("href", ""))] = attributes.get("type", "").lower()
        else:
            text = clean_line("".join(pieces))[:_LONGEST]
            if about is not None and local(name) == about[0] and len(raw.said) < _MOST:
                raw.said.append((about[0], text, about[1], about[2]))
            if refined and local(name) == "meta":
                raw.roles[refined] = text
            about, refined = None, ""
    return raw


def _refuse_encrypted(package: Package, documents: set[str]) -> None:
    """Raise SourceError where the text is encrypted, as shops do; fonts that are only obfuscated do not matter."""
    name = "META-INF/encryption.xml"
    if name not in package:
        return
    algorithm = ""
    for kind, element, attributes in xml_events(package.read(name), {}):
        if kind != "start":
            continue
        if local(element) == "EncryptedData":
            algorithm = ""
        elif local(element) == "EncryptionMethod":
            algorithm = algorithm or attributes.get("Algorithm", "")
        elif local(element) == "CipherReference" and algorithm not in _OBFUSCATED:
            path = resolved("", attributes.get("URI", "")).casefold()
            if path in documents or path.endswith((".xhtml", ".html", ".htm", ".opf", ".ncx")):
                raise SourceError(worded("the book is encrypted (DRM); only the shop's own reader opens it"))
