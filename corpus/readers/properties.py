"""What a document's properties say of it (Dublin Core), and how far that is to be believed.

Programs fill them in: the typist's account, the template's date, the title of the document that this one was made of.
A wrong guess is worse than none, so that they count only where the text itself says nothing, and as what they can be.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.dates import parse_date
from baosou.corpus.metadata import paper_in
from baosou.corpus.models import Article
from baosou.corpus.pages.persons import is_person
from baosou.corpus.readers.composing import clean_line
from baosou.corpus.readers.xml_events import XmlEvent, xml_events

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
}
_FIELDS = {
    "dc:title": "title",
    "dc:creator": "creator",
    "meta:initial-creator": "first_creator",
    "dcterms:created": "created",
    "meta:creation-date": "created",
    "dc:publisher": "publisher",
}
_LONGEST = 300
_NO_TITLE = re.compile(
    r"(?:(?:microsoft )?word(?: document)?|unknown(?: title)?|untitled|document|powerpoint"
    r"|未知|无标题|無標題|未命名|新建|文档|文檔|标题|題目)\s*[\d\W]*|.*\.(?:docx?|wps|txt|rtf|odt)",
    re.IGNORECASE,
)
_TEMPLATES = ("2013-12-23T23:15:00Z",)
"""When the template of python-docx was made, which every document made with it says of itself."""
_SPLIT = re.compile(r"[;；,，、/]+|\s+和\s+")
_FIRST_YEAR = "1985"  # no word processor made a document before


class Properties(Struct, frozen=True):
    """What is believed of a document's properties."""

    title: str = ""
    authors: tuple[str, ...] = ()
    created: str | None = None
    publication: str | None = None


def read_properties(data: bytes) -> Properties:
    """The properties of docProps/core.xml, or of an OpenDocument's meta.xml."""
    said: dict[str, str] = {}
    field = ""
    for event in xml_events(data, _PREFIXES):
        field = _take(said, field, event)
    created = said.get("created", "").strip()
    date = parse_date(created) if created not in _TEMPLATES else None
    publisher = clean_line(said.get("publisher", ""))
    return Properties(
        title=believed_title(said.get("title", "")),
        authors=people_of(said.get("first_creator") or said.get("creator", "")),
        created=date if date is not None and date >= _FIRST_YEAR else None,
        publication=(paper_in(publisher) or publisher) or None,
    )


def _take(said: dict[str, str], field: str, event: XmlEvent) -> str:
    if event.kind == "start":
        return _FIELDS.get(event.text, "")
    if event.kind == "text":
        if field and len(said.get(field, "")) < _LONGEST:
            said[field] = (said.get(field, "") + event.text)[:_LONGEST]
        return field
    return ""


def believed_title(written: str) -> str:
    """A title as a program wrote it, none where it is what programs write for none."""
    title = clean_line(written)
    return "" if _NO_TITLE.fullmatch(title) else title


def people_of(written: str) -> tuple[str, ...]:
    """The people that a document names as its creators: Chinese names, never an account's or a company's."""
    names = (re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", each.strip()) for each in _SPLIT.split(written))
    return tuple(dict.fromkeys(name for name in names if is_person(unicodedata.normalize("NFKC", name))))


def completed(article: Article, about: Properties) -> Article:
    """The article with what the properties say where it says nothing itself."""
    if article.aside:
        return article
    return replace(
        article,
        authors=article.authors or (about.authors if article.byline is None else ()),
        date=article.date or about.created,
        publication=article.publication or about.publication,
    )
