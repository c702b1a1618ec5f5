"""Pages of newspapers' own systems, which say in a comment what an article is."""

from __future__ import annotations

import pytest

from tests.corpus.readers.test_web_pages import read, site, text_of, title_of

FIELDS = {
    "articleid": "3016",
    "date": "2024-07-02 00:00:00:0",
    "author": "林小满",
    "title": "<p>渔港新事</p>",
    "introtitle": "潮起平湾",
    "nodename": "03版：民生",
    "url": "https://paper.example/pc/content/202407/02/content_3016.html",
}


def comment(**fields: str) -> str:
    said = "".join(f"<{name}>{value}</{name}>" for name, value in {**FIELDS, **fields}.items())
    return f"<!--enpproperty {said}/enpproperty-->"


def test_the_comment_tells_author_date_edition_column_address_and_kicker() -> None:
    article = read(site(above=comment(), title="<h3>潮起平湾</h3><h1>渔港新事</h1>"))[0]
    assert (title_of(article), article.authors, article.date) == ("渔港新事", ("林小满",), "2024-07-02")
    assert (article.edition, article.column) == ("03", "民生")
    assert article.url == FIELDS["url"]
    assert text_of(article)[0] == "潮起平湾"


def test_a_node_without_a_number_is_the_column() -> None:
    article = read(site(above=comment(nodename="本地时政")))[0]
    assert (article.edition, article.column) == (None, "本地时政")


@pytest.mark.parametrize(
    "comments",
    [
        comment() + comment(author="周川"),
        "<!--enpproperty <author>林小满</author>" + "x" * 20_000 + "/enpproperty-->",
        "<!--enpproperty <author>林小满</author> -->",
    ],
)
def test_several_comments_and_such_without_an_end_tell_nothing(comments: str) -> None:
    article = read(site(above=comments))[0]
    assert (title_of(article), article.authors, article.url) == ("渔港新事", (), None)
