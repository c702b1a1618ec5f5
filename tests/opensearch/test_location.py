"""Where an index on a cluster is: what may be written, what is refused, and that no password is repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baosou.corpus.errors import BaosouError
from baosou.index.access import Access
from baosou.index.opensearch_engine.location import Host, Location, located

NAMES = st.from_regex(r"[a-z0-9渔报][a-z0-9渔报._-]{0,20}", fullmatch=True)
HOSTS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]{2,5})?|\[::[0-9a-f]{1,4}\]", fullmatch=True)
USERS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=":"), min_size=1, max_size=12)
LOCATIONS = st.builds(
    Location,
    st.lists(st.builds(Host, HOSTS, st.integers(1, 65_535)), min_size=1, max_size=4).map(tuple),
    NAMES,
    st.booleans(),
    st.none() | USERS,
)


@given(LOCATIONS)
def test_a_location_is_read_as_it_is_written(location: Location) -> None:
    assert located(str(location)) == location


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("opensearch://127.0.0.1/papers", Location((Host("127.0.0.1", 9200),), "papers")),
        (
            "opensearchs://anna@Node1.example.org:9201/浙报/",
            Location((Host("node1.example.org", 9201),), "浙报", True, "anna"),
        ),
        ("opensearch://a,b:1,[::1]:2/n", Location((Host("a", 9200), Host("b", 1), Host("[::1]", 2)), "n")),
        ("opensearchs://%E6%9E%97%40%E6%8A%A5@h/n", Location((Host("h", 9200),), "n", True, "林@报")),
    ],
)
def test_hosts_ports_users_and_names_are_understood(text: str, meant: Location) -> None:
    assert located(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "opensearch://",
        "opensearch:///papers",
        "opensearch://host",
        "opensearch://host/",
        "opensearch://host,/papers",
        "opensearch://host:0/papers",
        "opensearch://host:70000/papers",
        "opensearch://@host/papers",
        "opensearch://host/Papers",
        "opensearch://host/_papers",
        "opensearch://host/a/b",
        "opensearch://host/a*",
        "opensearch://host/a%2Fb",
        "opensearch://host/pa pers",
        f"opensearch://host/{'渔' * 67}",
        "opensearch://ho st/papers",
        "https://host/papers",
        "papers",
    ],
)
def test_what_names_no_index_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BaosouError) as refused:
        located(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["opensearch", "opensearchs"])
@pytest.mark.parametrize(
    "rest",
    [
        "anna:潮水1984@host/papers",
        "anna:潮水1984@host:9200/papers",
        "anna:@host/papers",
        ":潮水1984@host/papers",
        "anna:潮水1984/x@host/papers",
        "anna:潮@水1984@host/papers",
        "anna%3A潮水1984@host/papers",
        "anna:潮水1984/papers",
    ],
)
def test_a_password_in_a_location_is_refused_and_not_repeated(scheme: str, rest: str) -> None:
    with pytest.raises(BaosouError) as refused:
        located(f"{scheme}://{rest}")
    assert "潮" not in str(refused.value)
    assert "1984" not in str(refused.value)


def test_a_password_is_never_shown() -> None:
    for shown in (repr(Access("潮水1984")), str(Access("潮水1984")), f"{[Access('潮水1984')]}"):
        assert "1984" not in shown
