"""Reading requests: bodies, queries, path segments."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.call import BODY_LIMIT, DEEPEST, DRAIN_LIMIT, MOST_NOTES, Call, decoded_segment, json_object
from mock_server.domain.errors import Refusal

from .in_process import ClientFactory

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), lambda inner: st.lists(inner, max_size=3)
)


def call(
    chunks: Iterable[bytes] = (b"",), *, query: str = "", strict: bool = False, headers: tuple[Any, ...] = ()
) -> Call:
    """A call whose body comes in these chunks."""
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        chunk = waiting.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/x",
        "raw_path": b"/x",
        "query_string": query.encode(),
        "headers": headers,
    }
    return Call(scope, receive, strict=strict)


def refused(type_: str, *says: str) -> Any:
    """The refusal that is expected, with what its English sentence says."""

    def fits(error: Refusal) -> bool:
        return error.type == type_ and all(part in error.why for part in says)

    return pytest.RaisesExc(Refusal, check=fits)


@given(st.dictionaries(st.text(), JSON_VALUES))
def test_a_json_object_is_read_as_it_is(value: dict[str, Any]) -> None:
    assert json_object(json.dumps(value).encode()) == value


@pytest.mark.parametrize("value", [[], [{}], "text", 1, 1.5, True, None])
def test_other_json_is_refused_without_being_repeated(value: object) -> None:
    with refused("INVALID_REQUEST", "must be a JSON object") as caught:
        json_object(json.dumps(value).encode())
    assert "text" not in caught.value.why + caught.value.message


@pytest.mark.parametrize(
    "body", [b"{", b"a=b", b'{"a":1}x', b"\xff\xfe{\0}\0", b'\xef\xbb\xbf{"a":1}', b'{"a":"\xff"}']
)
def test_what_is_not_json_in_utf_8_is_refused(body: bytes) -> None:
    with refused("INVALID_REQUEST", "not JSON in UTF-8"):
        json_object(body)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_body_is_refused_where_one_is_needed_and_no_members_where_not(body: bytes) -> None:
    with refused("INVALID_REQUEST", "empty"):
        asyncio.run(call([body]).json_object())
    assert asyncio.run(call([body]).json_object(empty=True)) == {}


def nested(levels: int) -> bytes:
    return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def test_json_may_be_as_deep_as_the_limit_and_no_deeper() -> None:
    assert json_object(nested(DEEPEST))
    with refused("INVALID_REQUEST", f"deeper than {DEEPEST}"):
        json_object(nested(DEEPEST + 1))
    with refused("INVALID_REQUEST"):
        json_object(b"[" * 100_000)


def test_brackets_in_a_string_are_no_depth() -> None:
    assert json_object(json.dumps({"a": '[{\\"' * 1000}).encode())


def test_a_body_may_be_as_large_as_the_limit_and_come_in_pieces() -> None:
    whole = b'{"a":"' + b"x" * (BODY_LIMIT - 8) + b'"}'
    assert len(asyncio.run(call([whole]).body())) == BODY_LIMIT
    assert asyncio.run(call([whole[:10], whole[10:]]).body()) == whole


def test_a_larger_body_is_refused_after_it_was_read() -> None:
    with refused("MOCK_TOO_LARGE", "1 MiB") as caught:
        asyncio.run(call([b"x" * BODY_LIMIT, b"x"]).body())
    assert caught.value.headers == ()


def test_of_an_endless_body_only_so_much_is_read_and_the_connection_ends() -> None:
    with refused("MOCK_TOO_LARGE") as caught:
        asyncio.run(call([b"x" * BODY_LIMIT] * (DRAIN_LIMIT // BODY_LIMIT + 100)).body())
    assert caught.value.headers == ((b"connection", b"close"),)


def test_a_compressed_body_is_refused() -> None:
    with refused("INVALID_REQUEST", "compressed"):
        asyncio.run(call(headers=((b"content-encoding", b"gzip"),)).body())


def test_an_empty_parameter_counts_as_absent() -> None:
    assert call(query="storeId=").parameters(["storeId"]) == {}
    assert call(query="storeId=a%20b").parameters(["storeId"]) == {"storeId": "a b"}
    assert call(query="").parameters(["storeId"]) == {}


@pytest.mark.parametrize(
    "query", ["storeId=a&storeId=b", "storeId=a&storeId=a", "storeId=&storeId=a", "storeId=a&storeId"]
)
def test_a_repeated_parameter_is_refused(query: str) -> None:
    with refused("INVALID_REQUEST", "storeId is repeated"):
        call(query=query).parameters(["storeId"])


def test_an_unknown_parameter_is_noted_with_the_nearest_name() -> None:
    one = call(query="storeID=a&storeId=b&zzz=1&zzz=2")
    assert one.parameters(["storeId"]) == {"storeId": "b"}
    assert one.notes[0] == "Ignored the unknown query parameter 'storeID'; did you mean 'storeId'?"
    assert "'zzz'." in one.notes[1]


def test_an_unknown_member_is_noted() -> None:
    one = call()
    one.ignore_others({"apiSecret": "x", "apiSecrte": "y"}, ["apiSecret"])
    assert one.notes == ["Ignored the unknown member 'apiSecrte'; did you mean 'apiSecret'?"]


def test_strictness_refuses_what_is_otherwise_noted() -> None:
    with refused("INVALID_REQUEST", "--strict", "did you mean 'storeId'"):
        call(query="storeID=a", strict=True).parameters(["storeId"])
    with refused("INVALID_REQUEST", "--strict", "member"):
        call(strict=True).ignore_others({"b": 1}, ["a"])


@pytest.mark.parametrize("name", [b"authorization", b"host"])
def test_a_header_that_may_come_once_is_seen_to_be_repeated(name: bytes) -> None:
    assert call(headers=((name, b"a"), (name, b"a"))).repeated
    assert not call(headers=((name, b"a"), (b"accept", b"a"), (b"accept", b"b"))).repeated


@given(st.text().filter(lambda text: "\ud800" not in text))
def test_a_segment_is_text_in_percent_encoded_utf_8(text: str) -> None:
    encoded = "".join(f"%{octet:02x}" for octet in text.encode("utf-8", "ignore"))
    assert decoded_segment(encoded.encode()) == text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("raw", [b"%ff", b"\xff", b"%ed%a0%80"])
def test_a_segment_that_is_not_utf_8_is_refused(raw: bytes) -> None:
    with refused("INVALID_REQUEST", "UTF-8"):
        decoded_segment(raw)


def test_a_flood_of_unknown_names_leaves_a_few_remarks(client: ClientFactory) -> None:
    mock = client()
    body = {"apiSecret": "mock-api-secret", **{f"unknown{n}": n for n in range(20_000)}}
    assert mock.post("/login/api-secret", json=body).status_code == 200
    why = mock.get("/_mock/requests").json()["requests"][0]["why"]
    assert why.count("Ignored") == MOST_NOTES
    assert why.endswith("Further unknown names were ignored too.")
    assert len(why) < 1_000
