"""The client and a server that is busy, slow, broken or incomplete: an answer is whole, or one line says why not."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from baosou.corpus.errors import BaosouError
from baosou.index.access import Access
from baosou.index.errors import (
    IndexForbidden,
    IndexIncomplete,
    IndexMissing,
    IndexUnreachable,
    SearchTimeout,
    ServerError,
)
from baosou.index.opensearch_engine.bulk import MOST_BYTES, MOST_OPERATIONS, BulkAnswer, batches_of, operation
from baosou.index.opensearch_engine.client import SEARCHES_AT_ONCE, Client
from baosou.index.opensearch_engine.location import located
from baosou.index.opensearch_engine.patience import Patience
from tests.opensearch.stub import Asked, Sent, Stub, in_turn, partial, refusal, serving, whole

BUSY = refusal(429, "rejected_execution_exception", "rejected execution of coordinating operation")
HELD = Patience(seconds=0.2)
"""Of a server that does not answer: the time-out that is tested, and no longer."""


class Pauses(Struct):
    """Pauses that nobody waits for."""

    lengths: list[float]


def client(
    *stubs: Stub, access: Access | None = None, user: str = "", patience: Patience | None = None
) -> tuple[Client, Pauses]:
    pauses = Pauses([])
    hosts = ",".join(stub.host for stub in stubs)
    held = replace(patience or Patience(), pause=pauses.lengths.append)
    return Client(located(f"opensearch://{user}{hosts}/渔讯"), access, patience=held), pauses


def search(asking: Client) -> int:
    total: int = asking.request("POST", "/渔讯-text/_search", {"query": {"match_all": {}}})["hits"]["total"]["value"]
    return total


def test_an_index_with_a_chinese_name_is_asked_for_by_its_name() -> None:
    with serving(in_turn([Sent(whole(7))])) as stub:
        asking, _ = client(stub)
        assert search(asking) == 7
        (asked,) = stub.asked
    assert (asked.method, asked.path) == ("POST", "/渔讯-text/_search")
    assert msgspec.json.decode(asked.body) == {"query": {"match_all": {}}}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_growing_pauses(status: int) -> None:
    with serving(in_turn([*[replace(BUSY, status=status)] * 5, Sent(whole(3))])) as stub:
        asking, pauses = client(stub)
        assert search(asking) == 3
    assert len(pauses.lengths) == 5
    assert all(0.05 * 2**turn <= length <= 0.1 * 2**turn for turn, length in enumerate(pauses.lengths))


def test_a_server_that_stays_busy_is_told_with_its_own_reason() -> None:
    with serving(in_turn([BUSY])) as stub:
        asking, pauses = client(stub)
        with pytest.raises(IndexUnreachable, match="rejected execution of coordinating operation") as told:
            search(asking)
        assert len(stub.asked) == Patience().busy
    assert "\n" not in str(told.value)
    assert max(pauses.lengths) <= Patience().longest


def test_a_server_that_says_when_it_has_time_is_asked_then_within_reason() -> None:
    with serving(in_turn([replace(BUSY, retry_after="7"), replace(BUSY, retry_after="86400"), Sent(whole())])) as stub:
        asking, pauses = client(stub)
        search(asking)
    assert pauses.lengths == [7.0, 10.0]


def test_where_nobody_listens_all_hosts_are_told_after_a_few_tries() -> None:
    with serving(in_turn([Sent(whole())])) as first, serving(in_turn([Sent(whole())])) as second:
        asking, pauses = client(first, second)
    with pytest.raises(IndexUnreachable) as told:
        search(asking)
    assert f"{first.host}: connection refused" in str(told.value)
    assert f"{second.host}: connection refused" in str(told.value)
    assert len(pauses.lengths) == Patience().unreachable - 1


def test_a_host_that_is_gone_costs_no_pause_while_another_answers() -> None:
    with serving(in_turn([Sent(whole(1))])) as gone:
        pass
    with serving(in_turn([Sent(whole(5))])) as stub:
        asking, pauses = client(gone, stub)
        assert [search(asking) for _ in range(3)] == [5, 5, 5]
    assert pauses.lengths == []


@pytest.mark.parametrize(
    "broken",
    [Sent(whole(), hangs_up=True), Sent(whole(), cut=20), Sent(whole(), cut=0)],
    ids=["hangs up", "cut short", "no body"],
)
def test_an_answer_that_breaks_off_is_no_answer(broken: Sent) -> None:
    with serving(in_turn([broken, broken, Sent(whole(9))])) as stub:
        asking, pauses = client(stub)
        assert search(asking) == 9
        assert len(pauses.lengths) == 2
    with serving(in_turn([broken])) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexUnreachable, match="broke off"):
            search(asking)
        assert len(stub.asked) == Patience().unreachable


def test_a_server_that_takes_the_question_and_is_silent_is_given_up_soon() -> None:
    released = threading.Event()

    def silent(_: Asked) -> Sent:
        released.wait()
        return Sent(whole())

    with serving(silent) as stub:
        asking, _ = client(stub, patience=HELD)
        with pytest.raises(IndexUnreachable, match=r"no answer within 0\.2 s"):
            search(asking)
        assert len(stub.asked) == HELD.silent
        released.set()


def test_a_server_that_sends_a_byte_at_a_time_is_given_up_too() -> None:
    with serving(in_turn([Sent(whole(padding="潮" * 1000), held=threading.Event())])) as stub:
        asking, _ = client(stub, patience=HELD)
        with pytest.raises(IndexUnreachable, match=r"too slowly|no answer within"):
            search(asking)


def test_the_time_that_a_search_is_given_ends_all_tries() -> None:
    times = iter(range(0, 1000, 2))
    patience = Patience(pause=lambda _: None, clock=lambda: float(next(times)))
    with serving(in_turn([BUSY])) as stub:
        asking = Client(located(f"opensearch://{stub.host}/渔讯"), patience=patience)
        with pytest.raises(SearchTimeout, match="longer than 5 s"):
            asking.request("POST", "/渔讯-text/_search", {}, seconds=5)
        assert 1 <= len(stub.asked) <= 2


@pytest.mark.parametrize("path", ["/渔讯-text/_search", "/_search", "/渔讯-text/_count"])
def test_an_answer_without_a_part_of_the_index_is_never_passed_off_as_whole(path: str) -> None:
    health = {"indices": {"渔讯-text": {"shards": {"0": {"primary_active": True}, "1": {"primary_active": False}}}}}

    def script(asked: Asked) -> Sent:
        return Sent(health) if asked.path.startswith("/_cluster/health/渔讯-") else Sent(partial())

    with serving(script) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexIncomplete) as told:
            asking.request("POST", path, {})
    assert "only 2 of 3 parts of the index answer" in str(told.value)
    assert "part 1 of the 2 of 渔讯-text is on no server" in str(told.value)


def test_a_document_whose_part_of_the_index_is_lost_is_not_said_to_be_missing() -> None:
    def script(asked: Asked) -> Sent:
        if asked.path.startswith("/_cluster/health/渔讯-meta"):
            return Sent({"indices": {"渔讯-meta": {"shards": {"0": {"primary_active": False}}}}})
        return refusal(503, "no_shard_available_action_exception", "No shard available for [get [渔讯-meta][archive]]")

    with serving(script) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexIncomplete, match="part 0 of the 1 of 渔讯-meta is on no server of the cluster"):
            asking.request("GET", "/渔讯-meta/_doc/archive")


def test_a_part_that_another_server_takes_over_is_waited_for() -> None:
    with serving(in_turn([Sent(partial()), Sent(partial(failed=1)), Sent(whole(12))])) as stub:
        asking, pauses = client(stub)
        assert search(asking) == 12
    assert len(pauses.lengths) == 2


@pytest.mark.parametrize("answer", [{}, {"hits": {"total": 0}}, {"_shards": 3}, {"_shards": {}}])
def test_a_search_whose_answer_does_not_say_that_it_is_whole_is_an_error(answer: dict[str, object]) -> None:
    with serving(in_turn([Sent(answer)])) as stub:
        asking, _ = client(stub)
        with pytest.raises(ServerError):
            search(asking)


def test_a_search_that_ran_out_of_time_on_the_server_gives_nothing() -> None:
    with serving(in_turn([Sent({**whole(40), "timed_out": True})])) as stub:
        asking, _ = client(stub)
        with pytest.raises(SearchTimeout):
            search(asking)
        assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "raw", [b"<html>It works!</html>", b"{", b"\xff\xfe", b'"hello"', b"[1, 2]", b"", b"null"], ids=repr
)
def test_what_is_no_opensearch_is_told_as_that(raw: bytes) -> None:
    with serving(in_turn([Sent(raw=raw)])) as stub:
        asking, _ = client(stub)
        with pytest.raises(ServerError) as told:
            search(asking)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("sent", "kind", "said"),
    [
        (refusal(404, "index_not_found_exception", "no such index [渔讯-text]"), IndexMissing, "no index"),
        (
            refusal(403, "security_exception", "no permissions for [indices:data/read/search]"),
            IndexForbidden,
            "may not",
        ),
        (Sent(raw=b"Forbidden", status=403), IndexForbidden, "may not"),
        (refusal(400, "parsing_exception", "unknown query\n [鲸]"), ServerError, "unknown query [鲸]"),
        (refusal(500, "null_pointer_exception", "x" * 5000), ServerError, "xxx"),
        (Sent({"found": False}, 404), ServerError, "status 404"),
        (Sent(status=301, value={}), ServerError, "status 301"),
    ],
)
def test_each_refusal_is_one_line_of_its_kind(sent: Sent, kind: type[BaosouError], said: str) -> None:
    with serving(in_turn([sent])) as stub:
        asking, _ = client(stub)
        with pytest.raises(kind, match=said.replace("[", r"\[")) as told:
            search(asking)
        assert len(stub.asked) == 1
    assert type(told.value) is kind
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 400


def test_a_point_in_time_is_of_the_whole_index_and_is_let_go_of() -> None:
    held = {"pit_id": "k7", "_shards": {"total": 3, "successful": 2, "skipped": 0, "failed": 0}}
    freed = {"pits": [{"successful": True, "pit_id": "k7"}]}
    with serving(lambda asked: Sent(freed if asked.method == "DELETE" else held)) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexIncomplete):
            asking.request("POST", "/渔讯-text/_search/point_in_time", params={"keep_alive": "1m"})
        assert asking.request("DELETE", "/_search/point_in_time", {"pit_id": ["k7"]}) == freed


def test_a_document_that_is_there_already_is_known_by_its_status() -> None:
    with serving(in_turn([refusal(409, "version_conflict_engine_exception", "document already exists")])) as stub:
        asking, _ = client(stub)
        with pytest.raises(ServerError) as told:
            asking.request("PUT", "/渔讯-meta/_create/lease", {})
    assert (told.value.status, told.value.cause) == (409, "version_conflict_engine_exception")


def test_what_exists_is_asked_without_its_content() -> None:
    with serving(lambda asked: Sent(status=200 if asked.path == "/渔讯-text" else 404)) as stub:
        asking, _ = client(stub)
        assert asking.exists("/渔讯-text")
        assert not asking.exists("/渔讯-words")
        assert {asked.method for asked in stub.asked} == {"HEAD"}


# --- many searches


def echoing(asked: Asked) -> Sent:
    """Each search of many finds as many as it asked for."""
    bodies = [msgspec.json.decode(line) for line in asked.lines[1::2]]
    return Sent({"responses": [whole(body["size"]) for body in bodies]})


def totals(answers: list[dict[str, object]]) -> list[object]:
    return [msgspec.to_builtins(answer)["hits"]["total"]["value"] for answer in answers]


def test_many_searches_are_few_requests_and_come_back_in_their_order() -> None:
    count = 2 * SEARCHES_AT_ONCE + 1
    with serving(echoing) as stub:
        asking, _ = client(stub)
        found = asking.msearch([{"size": number} for number in range(count)], index="渔讯-text")
        assert totals(found) == list(range(count))
        assert [asked.path for asked in stub.asked] == ["/渔讯-text/_msearch"] * 3
        assert asking.msearch([]) == []


def failing_once(fault: dict[str, object], *, size: int) -> Callable[[Asked], Sent]:
    """A server that answers one search of many wrongly, the first time it is asked."""
    failed: set[int] = set()

    def script(asked: Asked) -> Sent:
        answers = []
        for line in asked.lines[1::2]:
            asked_for = msgspec.json.decode(line)["size"]
            wrong = asked_for == size and asked_for not in failed
            if wrong:
                failed.add(asked_for)
            answers.append(fault if wrong else whole(asked_for))
        return Sent({"responses": answers})

    return script


@pytest.mark.parametrize(
    "fault",
    [partial(), {"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}, "status": 429}],
)
def test_of_many_searches_only_those_that_were_not_answered_are_asked_again(fault: dict[str, object]) -> None:
    with serving(failing_once(fault, size=2)) as stub:
        asking, pauses = client(stub)
        assert totals(asking.msearch([{"size": number} for number in range(4)])) == [0, 1, 2, 3]
        assert [len(asked.lines) for asked in stub.asked] == [8, 2]
    assert len(pauses.lengths) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (partial(), IndexIncomplete),
        ({**whole(), "timed_out": True}, SearchTimeout),
        ({"error": {"type": "parsing_exception", "reason": "unknown query"}, "status": 400}, ServerError),
        ({"error": {"type": "rejected", "reason": "queue is full"}, "status": 429}, IndexUnreachable),
        ({}, ServerError),
    ],
)
def test_one_search_of_many_that_stays_wrong_is_the_error_of_all(
    fault: dict[str, object], kind: type[BaosouError]
) -> None:
    def script(asked: Asked) -> Sent:
        if asked.path.startswith("/_cluster"):
            return Sent({"indices": {}})
        return Sent({"responses": [fault if b"2" in line else whole() for line in asked.lines[1::2]]})

    with serving(script) as stub:
        asking, _ = client(stub)
        with pytest.raises(kind):
            asking.msearch([{"size": number} for number in range(4)], index="渔讯-text")


def test_fewer_answers_than_searches_are_an_error() -> None:
    with serving(in_turn([Sent({"responses": [whole()]})])) as stub:
        asking, _ = client(stub)
        with pytest.raises(ServerError):
            asking.msearch([{"size": 1}, {"size": 2}])


# --- many documents


class Shelf:
    """Documents that were written, by a server that takes them as told: by id, a status for each try."""

    def __init__(self, refusals: dict[str, list[int]] | None = None) -> None:
        self.documents: dict[str, bytes] = {}
        self.sizes: list[tuple[int, int]] = []
        self._refusals = refusals or {}

    def __call__(self, asked: Asked) -> Sent:
        if asked.path.startswith("/_cluster/health"):
            shards = {"0": {"primary_active": True}, "1": {"primary_active": False}}
            return Sent({"indices": {"渔讯-text": {"shards": shards}}})
        items, lines = [], iter(asked.lines)
        for line in lines:
            ((action, named),) = msgspec.json.decode(line).items()
            document = b"" if action == "delete" else next(lines)
            items.append({action: self._write(action, named, document)})
        self.sizes.append((len(items), len(asked.body)))
        return Sent({"errors": True, "items": items})

    def _write(self, action: str, named: dict[str, str], document: bytes) -> dict[str, object]:
        told: dict[str, object] = {"_index": named["_index"], "_id": named["_id"]}
        waiting = self._refusals.get(named["_id"], [])
        if waiting:
            status = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if status >= 300:
                causes = {429: "rejected_execution_exception", 503: "unavailable_shards_exception"}
                return {
                    **told,
                    "status": status,
                    "error": {"type": causes.get(status, "mapper_parsing_exception"), "reason": "不收"},
                }
        if action == "delete":
            return {**told, "status": 200 if self.documents.pop(named["_id"], None) is not None else 404}
        self.documents[named["_id"]] = document
        return {**told, "status": 201}


def documents(count: int) -> list[bytes]:
    return [operation("index", "渔讯-text", str(number), {"title": f"渔港{number}"}) for number in range(count)]


def test_documents_go_in_requests_of_a_bounded_number() -> None:
    shelf = Shelf()
    with serving(shelf) as stub:
        asking, _ = client(stub)
        assert asking.bulk(iter(documents(2 * MOST_OPERATIONS + 1))) == BulkAnswer(done=2 * MOST_OPERATIONS + 1)
        assert asking.bulk(()) == BulkAnswer()
    assert [count for count, _ in shelf.sizes] == [MOST_OPERATIONS, MOST_OPERATIONS, 1]
    assert len(shelf.documents) == 2 * MOST_OPERATIONS + 1


def test_documents_go_in_requests_of_a_bounded_size_unless_one_alone_is_larger() -> None:
    small, large = b"x" * (MOST_BYTES // 3), b"y" * (MOST_BYTES + 1)
    assert [len(batch) for batch in batches_of([small, small, small, small, large, small])] == [3, 1, 1, 1]
    assert list(batches_of([])) == []


def test_documents_that_the_cluster_is_too_busy_for_are_sent_again_before_any_other() -> None:
    shelf = Shelf({"3": [429, 429, 429, 201], "7": [503, 201]})
    with serving(shelf) as stub:
        asking, pauses = client(stub)
        answer = asking.bulk(documents(MOST_OPERATIONS + 10))
    assert answer == BulkAnswer(done=MOST_OPERATIONS + 10, repeated=4)
    assert [count for count, _ in shelf.sizes] == [MOST_OPERATIONS, 2, 1, 1, 10]
    assert len(pauses.lengths) == 3
    assert len(shelf.documents) == MOST_OPERATIONS + 10


def test_documents_that_are_refused_are_told_one_by_one_and_the_others_are_written() -> None:
    shelf = Shelf({"4": [400], "6": [413]})
    with serving(shelf) as stub:
        asking, _ = client(stub)
        answer = asking.bulk(documents(8))
    assert answer.done == 6
    assert [(each.index, each.id, each.status, each.reason) for each in answer.failures] == [
        ("渔讯-text", "4", 400, "不收"),
        ("渔讯-text", "6", 413, "不收"),
    ]


def test_to_delete_what_is_not_there_is_done() -> None:
    with serving(Shelf()) as stub:
        asking, _ = client(stub)
        assert asking.bulk([operation("delete", "渔讯-text", "nobody", routing="k1")]) == BulkAnswer(done=1)


def test_documents_whose_part_of_the_index_is_lost_are_an_error_that_names_it() -> None:
    with serving(Shelf({"5": [503]})) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexIncomplete, match="part 1 of the 2 of 渔讯-text is on no server"):
            asking.bulk(documents(8))


def test_documents_that_the_cluster_stays_too_busy_for_are_an_error() -> None:
    with serving(Shelf({"5": [429]})) as stub:
        asking, _ = client(stub)
        with pytest.raises(IndexUnreachable, match="不收"):
            asking.bulk(documents(8))
        assert len(stub.asked) == Patience().busy


def test_a_document_that_was_written_though_its_answer_was_lost_is_written_once() -> None:
    shelf = Shelf()
    lost = [True]

    def script(asked: Asked) -> Sent:
        sent = shelf(asked)
        return replace(sent, cut=5) if lost and lost.pop() else sent

    with serving(script) as stub:
        asking, _ = client(stub)
        assert asking.bulk(documents(3)) == BulkAnswer(done=3)
    assert len(shelf.sizes) == 2
    assert sorted(shelf.documents) == ["0", "1", "2"]


def test_answers_to_fewer_documents_than_were_sent_are_an_error() -> None:
    with serving(in_turn([Sent({"items": []})])) as stub:
        asking, _ = client(stub)
        with pytest.raises(ServerError):
            asking.bulk(documents(2))
