"""What PortOneClient sends: one encoded segment per id, the store asked for, time limits; and what it never sends."""

from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import PortOneClient, RefusedError
from tests.client.answers import SECRET, VERIFIED, answering
from tests.sdk.awkward_ids import AWKWARD_IDS, DOTS, TOO_LONG, label

# Half a surrogate pair cannot be encoded, so it is no id.
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(lambda id_: id_ not in DOTS)


def sent(id_: str, **options: str) -> httpx.Request:
    """The one request that reading this id makes."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=VERIFIED)

    answering(answer, **options).get_identity_verification(id_)
    (request,) = requests
    return request


@given(ids)
def test_an_id_is_one_segment_of_the_path_whatever_is_in_it(id_: str) -> None:
    path = sent(id_).url.raw_path.decode("ascii")
    before, segment = path.rsplit("/", 1)
    assert (before, unquote(segment, errors="strict")) == ("/identity-verifications", id_)
    assert not set("?#") & set(segment)


@pytest.mark.parametrize("id_", AWKWARD_IDS, ids=label)
def test_awkward_ids_arrive_as_they_are(id_: str) -> None:
    assert unquote(sent(id_).url.raw_path.decode("ascii").removeprefix("/identity-verifications/")) == id_


@pytest.mark.parametrize("id_", ["", *DOTS, *TOO_LONG, "\ud800", "a\udfffb"], ids=label)
@pytest.mark.parametrize("log_in", [False, True])
def test_what_cannot_be_an_id_is_refused_before_anybody_is_asked(id_: str, log_in: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was asked for")

    with pytest.raises(RefusedError, match="1 to 200 characters") as caught:
        answering(answer, log_in=log_in).get_identity_verification(id_)
    assert (caught.value.status, caught.value.type) == (None, None)
    assert len(str(caught.value)) < 400


def test_a_path_in_the_base_url_is_kept() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        body = {"accessToken": "a", "refreshToken": "r"} if request.method == "POST" else VERIFIED
        return httpx.Response(200, json=body)

    for base in ("http://proxy.test/portone", "http://proxy.test/portone/"):
        portone = PortOneClient(base, SECRET, log_in=True, transport=httpx.MockTransport(answer))
        portone.get_identity_verification("/a")
    assert seen == ["/portone/login/api-secret", "/portone/identity-verifications/%2Fa"] * 2


def test_the_store_is_named_only_where_one_was_given() -> None:
    assert sent("an-id").url.query == b""
    assert sent("an-id", store_id="store-1").url.query == b"storeId=store-1"


def test_it_waits_a_minute_and_not_for_ever() -> None:
    assert sent("an-id").extensions["timeout"] == {"connect": 60, "read": 60, "write": 60, "pool": 60}


def test_a_redirect_is_not_followed_with_the_secret() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": "http://elsewhere.test/"})

    with pytest.raises(Exception, match="302"):
        answering(answer).get_identity_verification("an-id")
    assert asked == ["portone.test"]
