"""Articles of documents whose first lines say who wrote them, when, and in which paper (来源：… 作者：… 时间：…)."""

from __future__ import annotations

from msgspec.structs import replace

from baosou.corpus.models import Article, Kind, Passage, Span
from baosou.corpus.readers.html_credits import credits_of

_MOST_LINES, _LONGEST = 3, 100


def with_credits(article: Article) -> Article:
    """The article with what the lines between its title and its text say; what it is known to be stays.

    Such a line is its byline, and no paragraph.
    """
    if article.title is None or article.byline is not None:
        return article
    lines: list[Passage] = []
    for block in article.blocks[:_MOST_LINES]:
        passage = block.passage
        if block.kind is not Kind.PARAGRAPH or len(passage.text) > _LONGEST or "。" in passage.text:
            break
        lines.append(passage)
    credits = credits_of([line.text for line in lines], range(len(lines)), ())
    places = sorted(place for place in set(credits.places) if place < len(lines))
    if not places:
        return article
    return replace(
        article,
        byline=_joined([lines[place] for place in places]),
        blocks=tuple(block for place, block in enumerate(article.blocks) if place not in places),
        authors=article.authors or credits.authors,
        date=article.date or credits.date,
        publication=article.publication or credits.publication,
        edition=article.edition or credits.edition,
    )


def _joined(passages: list[Passage]) -> Passage:
    """Passages as one, with a blank between them."""
    text = ""
    spans: list[Span] = []
    for passage in passages:
        text += " " if text else ""
        spans += [replace(span, at=span.at + len(text)) for span in passage.spans]
        text += passage.text
    return Passage(text, tuple(spans))
