"""Documents of word processors and e-book programs, made small for tests: what stands in a zip archive of parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from baosou.corpus.discovery import Failure, SourceFile, discover
from baosou.corpus.models import Article
from baosou.corpus.readers import Limits, read_source

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="caption"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="a6"><w:name w:val="正文标题样式"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="a7"><w:name w:val="footnote text"/><w:basedOn w:val="a"/></w:style>
"""


def p(text: str, style: str = "", *, inside: str = "", properties: str = "") -> str:
    """A paragraph of Word; `inside` is markup of runs in place of the text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = inside or f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """The relations of a part: the last word of each one's type, and its target."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def word(body: str, *, styles: str = STYLES, core: str = "", **parts: str) -> bytes:
    """A .docx of a body; `parts` are further ones by kind (footnotes, endnotes, header, footer)."""
    held: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")),
        "word/_rels/document.xml.rels": relations(
            ("styles", "styles.xml"), *((kind, f"{kind}1.xml") for kind in parts)
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
    }
    for kind, content in parts.items():
        held[f"word/{kind}1.xml"] = f"<w:{kind} {_NAMESPACES}>{content}</w:{kind}>"
    if core:
        held["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    return archive(held)


def read(folder: Path, name: str, data: bytes, *, limits: Limits | None = None) -> list[Article | Failure]:
    """What is read of a file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    (source,) = discover([path])
    assert isinstance(source, SourceFile)
    return list(read_source(source, limits=limits or Limits()))


def articles(folder: Path, name: str, data: bytes) -> list[Article]:
    """The articles of a file of which all can be read, without what is aside."""
    found = read(folder, name, data)
    assert not [each for each in found if isinstance(each, Failure)]
    return [each for each in found if isinstance(each, Article) and not each.aside]


def aside(folder: Path, name: str, data: bytes) -> list[str]:
    """What of a file belongs to no article."""
    return [
        block.passage.text
        for each in read(folder, name, data)
        if isinstance(each, Article) and each.aside
        for block in each.blocks
    ]


def reason(folder: Path, name: str, data: bytes, *, limits: Limits | None = None) -> str:
    """Why a file cannot be read: the one failure that it is."""
    (failure,) = read(folder, name, data, limits=limits)
    assert isinstance(failure, Failure)
    assert not failure.warning
    assert "\n" not in failure.reason
    assert "fault" not in failure.reason
    return failure.reason


def outline(article: Article) -> tuple[str | None, list[tuple[str, str]]]:
    """An article's title, and what each of its blocks is and says."""
    blocks = [(block.kind.value, block.passage.text) for block in article.blocks]
    return (article.title.text if article.title is not None else None), blocks


def chapter(body: str, title: str = "") -> str:
    """A document of an EPUB."""
    head = f'<head><meta charset="utf-8"/><title>{title}</title></head>'
    return f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">{head}<body>{body}</body></html>'


def ncx(points: str) -> str:
    """The older table of contents of an EPUB, of `point`s."""
    doctype = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    return f'{doctype}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'


def point(label: str, target: str, inner: str = "") -> str:
    return f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{target}"/>{inner}</navPoint>'


def epub(
    documents: Mapping[str, str],
    *,
    about: str = "<dc:title>平湾渔港的春天</dc:title>",
    contents: str = "",
    navigation: str = "",
    **parts: str | bytes,
) -> bytes:
    """An EPUB of documents by name, in reading order; `parts` are further ones in META-INF, with _ for the point."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in documents)
    if contents:
        items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    if navigation:
        items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    spine = "".join(f'<itemref idref="{name}"/>' for name in documents)
    held: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata><manifest>{items}</manifest>'
        f'<spine toc="ncx">{spine}</spine></package>',
        **{f"OEBPS/{name}": content for name, content in documents.items()},
        **{f"META-INF/{name.replace('_', '.')}": content for name, content in parts.items()},
    }
    if contents:
        held["OEBPS/toc.ncx"] = ncx(contents)
    if navigation:
        held["OEBPS/nav.xhtml"] = chapter(
            f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc">{navigation}</nav>'
        )
    return archive(held)
