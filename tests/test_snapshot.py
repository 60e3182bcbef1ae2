"""A sandbox as a document: what is in it comes back whole, and what cannot be a sandbox is refused whole."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_server.domain.attempts import Attempt
from mock_server.domain.faults import Fault
from mock_server.domain.record import Record
from mock_server.scenario import shipped
from mock_server.snapshot import FORMAT, SandboxState, SnapshotError, decode, encode, snapshot_of
from mock_server.snapshot_checks import check_state
from mock_server.store.sandbox import Sandbox

from .in_process import ClientFactory, MockClient, portone
from .refusals import assert_refused

SECRET: Final = "sandbox-copy"
# A scenario of one's own, so that it is no other that the copy starts from.
SCENARIO: Final = {
    "readyMade": True,
    "stores": ["b"],
    "otp": {"tries": 2, "codes": {"wrong-otp": {"pgCode": "X1", "pgMessage": "틀림"}}},
}
SENDING: Final = {
    "channelKey": "channel-key-kcp",
    "customer": {
        "id": "customer-1", "name": "김모의", "phoneNumber": "01000000001", "ipAddress": "127.0.0.1",
        "identityNumber": "9005151",
    },
    "operator": "SKT",
    "method": "SMS",
    "customData": "order 7",
    "bypass": {"kcpV2": {"cp_sms_msg": "[000000] 확인", "web_siteid": "SITE"}},
}  # fmt: skip
KEY: Final = {"Idempotency-Key": '"0123456789abcdef"'}
# What a document of a sandbox leaves out, and why.
LEFT_OUT: Final = {
    "key": "follows from the secret",
    "credentials": "stay with the sandbox, but for storeIds",
    "store_id": "the first of storeIds",
    "channels": "of the scenario and the server's settings",
    "remakable": "follows from the secret",
    "changed": "whoever takes over a world is changed",
    "last_used": "of this process",
    "_news": "of this process",
    "note": "of the journal",
    "journal": "a log of what happened here",
    "journalled": "of the journal",
    "cleared": "of the journal",
    "_holder": "follows from the secret",
    "_ids": "drawn",
    "_entries": "verifications",
    "_started_at": "of the scenario's records, which are among verifications",
    "logins": "secrets: kept by --state alone",
    "tokens": "secrets: kept by --state alone",
    "_lasting_ids": "kept by --state alone",
}


def lived_in(mock: MockClient) -> str:
    """The secret of a sandbox that holds something of every kind."""
    secret: str = mock.control("POST", "/sandboxes", {"scenario": SCENARIO})["apiSecret"]

    def control(method: str, path: str, json: Any = None) -> Any:
        return mock.control(method, path, json, secret=secret)

    def send(id_: str, **changes: Any) -> str:
        sent = mock.post(f"/identity-verifications/{id_}/send", json=SENDING | changes, headers=portone(secret) | KEY)
        return sent.text

    control("PUT", "/clock", {"now": "2027-02-03T04:05:06.789Z", "frozen": True})
    control("POST", "/clock/advance", {"seconds": 86_400})
    control("PUT", "/people/veteran", {"name": "노익장", "birthDate": {"turns": 80, "on": "03-01"}, "ci": "MOCKCI-x"})
    control("PUT", "/people/adult", {"phoneNumber": "01000000001", "birthDate": "1990-05-15"})
    control("POST", "/people", {"like": "turns-19-tomorrow"})
    control("PUT", "/verifications/putten", {"person": "veteran", "channel": "inicis", "agency": "KAKAO"})
    control("PUT", "/verifications/failed", {"outcome": "cancelled", "customData": "x" * 300, "version": "V1"})
    assert mock.read("idv-adult-woman", secret).status_code == 200
    assert send("attempted") == "{}"
    mock.post("/identity-verifications/attempted/resend", headers=portone(secret))
    mock.post("/identity-verifications/attempted/confirm", json={"otp": "111111"}, headers=portone(secret))
    in_b = {"storeId": f"{store_of(mock, secret)}-b"}
    mock.post("/identity-verifications/b/send", json=SENDING | in_b, headers=portone(secret))
    control("POST", "/next", {"outcome": "cancelled", "person": "veteran", "times": 3, "match": {"channel": "kcp"}})
    control("POST", "/faults", {"fault": "rate-limit", "retryAfter": 3, "times": None, "match": {"id": "zz"}})
    control("POST", "/faults", {"fault": "status", "status": 503, "body": [{}], "match": {"nth": 2, "path": "/id*"}})
    control("POST", "/faults", {"fault": "extra-fields", "probability": 0.5, "times": None})
    control("POST", "/faults", {"fault": "delay", "seconds": 0, "forSeconds": 60})
    for _ in range(2):
        mock.read("putten", secret)
    asks_less = {"inicisUnified": {"flgFixedUser": "N", "FRGNDInfo": "N"}}
    window = {"identityVerificationId": "window", "channelKey": "channel-key-inicis", "bypass": asks_less}
    mock.post("/browser/attempts", json={"storeId": store_of(mock, secret), **window})
    tab = {"storeId": store_of(mock, secret), "identityVerificationId": "two-tabs"}
    first, _ = (mock.post("/browser/attempts", json=tab).json()["identityVerificationTxId"] for _ in range(2))
    control(
        "POST", "/verifications/two-tabs/complete", {"outcome": "verified", "identityVerificationTxId": first} | CHANGES
    )
    return secret


# What only a tester can say of somebody.
CHANGES: Final = {"customer": {"ci": None, "isForeigner": True}}


def store_of(mock: MockClient, secret: str) -> str:
    store_id: str = mock.control("GET", "/sandbox", secret=secret)["storeId"]
    return store_id


def state_of(mock: MockClient, secret: str) -> Any:
    return mock.control("GET", "/state", secret=secret)


def put(mock: MockClient, document: Any, secret: str = SECRET) -> Any:
    content = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    return mock.put("/_mock/state", content=content, headers=portone(secret))


def as_if_in(store_id: str, document: Any) -> Any:
    """The document as that store's sandbox would give it."""
    text = json.dumps({**document, "sandbox": {**document["sandbox"], "origin": ""}})
    moved = json.loads(text.replace(document["sandbox"]["storeIds"][0], store_id))
    return {**moved, "sandbox": {**moved["sandbox"], "origin": document["sandbox"]["origin"]}}


def test_what_is_taken_and_put_elsewhere_is_the_same_there(client: ClientFactory) -> None:
    mock = client()
    secret = lived_in(mock)
    document = state_of(mock, secret)
    answer = put(mock, document)
    assert answer.status_code == 200, answer.text
    assert answer.json() == mock.control("GET", "/sandbox", secret=SECRET)
    assert answer.json()["storeIds"] == ["store-sandbox-copy", "store-sandbox-copy-b"]
    assert state_of(mock, SECRET) == as_if_in("store-sandbox-copy", document)
    assert state_of(mock, secret) == document


@pytest.mark.parametrize("scenario", shipped())
def test_the_world_of_every_shipped_scenario_is_taken_and_put(client: ClientFactory, scenario: str) -> None:
    # Not by POST /_mock/sandboxes: a scenario may ask for faults on connections, which this mock does not have.
    mock = client(scenario=scenario)
    document = state_of(mock, "sandbox-world")
    document["sandbox"]["faults"] = []
    answer = put(mock, document)
    assert answer.status_code == 200, answer.text
    assert state_of(mock, SECRET) == as_if_in("store-sandbox-copy", document)


def test_the_two_worlds_go_on_alike(client: ClientFactory) -> None:
    """Records, people, the inbox, faults, orders, kept answers and every identifier still to be drawn."""
    mock = client()
    secret = lived_in(mock)
    assert put(mock, state_of(mock, secret)).status_code == 200

    def lives_on(of: str) -> Iterator[str]:
        for path in ("/verifications", "/people", "/messages", "/clock", "/next"):
            yield mock.get(f"/_mock{path}", headers=portone(of)).text
        again = mock.post("/identity-verifications/attempted/send", json=SENDING, headers=portone(of) | KEY)
        yield again.text
        for id_ in ("putten", "putten", "idv-adult", "idv-adult-woman", "attempted"):
            yield mock.read(id_, of).text
        mock.post("/identity-verifications/new/send", json=SENDING, headers=portone(of))
        yield mock.get("/_mock/verifications/new", headers=portone(of)).text
        mock.control("POST", "/reset", secret=of)
        yield str(mock.control("GET", "/verifications", secret=of))
        yield mock.control("GET", "/sandbox", secret=of)["scenario"]

    assert list(lives_on(SECRET)) == list(lives_on(secret))


def test_a_second_store_of_the_scenario_answers_in_the_copy(client: ClientFactory) -> None:
    mock = client()
    assert put(mock, state_of(mock, lived_in(mock))).status_code == 200
    mock.control("DELETE", "/faults", secret=SECRET)
    assert mock.read("b", SECRET, storeId="store-sandbox-copy-b").json()["status"] == "READY"


def test_a_store_that_is_another_sandboxes_is_not_taken(client: ClientFactory) -> None:
    mock = client()
    document = state_of(mock, lived_in(mock))
    mock.read("idv-adult", f"{SECRET}-b")
    before = state_of(mock, SECRET)
    assert_refused(put(mock, document), "MOCK_CONFLICT", "store-sandbox-copy-b")
    assert state_of(mock, SECRET) == before


def test_tokens_stay_valid_and_are_not_in_it(client: ClientFactory) -> None:
    mock = client()
    tokens = mock.log_in(SECRET)
    document = state_of(mock, SECRET)
    assert not {*tokens.values()} & {*strings_in(document)}
    assert put(mock, document).status_code == 200
    assert mock.refresh(tokens["refreshToken"]).status_code == 200


def test_an_answer_that_holds_tokens_is_not_in_it(client: ClientFactory) -> None:
    mock = client()
    login = mock.post("/login/api-secret", json={"apiSecret": SECRET}, headers=KEY)
    assert login.status_code == 200
    assert mock.sandbox(SECRET).idempotency
    document = state_of(mock, SECRET)
    assert document["sandbox"]["idempotency"] == []
    assert not {*login.json().values()} & {*strings_in(document)}


def test_no_secret_is_in_it(client: ClientFactory) -> None:
    mock = client(api_secret="given-secret", admin_token=None)
    mock.log_in("given-secret")
    assert "given-secret" not in json.dumps(state_of(mock, "given-secret"))
    made = lived_in(mock)
    assert made not in json.dumps(state_of(mock, made))


def strings_in(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for each in document.values() if isinstance(document, dict) else document:
            yield from strings_in(each)


def test_the_journal_starts_anew(client: ClientFactory) -> None:
    mock = client()
    mock.read("idv-adult", SECRET)
    put(mock, state_of(mock, SECRET))
    assert mock.control("GET", "/requests", secret=SECRET)["total"] == 0


def test_everything_that_a_sandbox_holds_is_in_it_or_left_out_for_a_reason() -> None:
    kept, told = set(SandboxState.__struct_fields__) - {"store_ids", "drawn"}, set(LEFT_OUT)
    held = {slot for slot in Sandbox.__slots__ if slot not in told}
    assert held - kept == set(), "add them to snapshot.SandboxState, or to LEFT_OUT"
    assert told <= set(Sandbox.__slots__), "LEFT_OUT names what is no longer there"
    assert kept - held == {"verifications"}


@pytest.mark.parametrize("struct", [Record, Attempt, Fault])
def test_every_member_comes_back_with_a_value_of_its_own(client: ClientFactory, struct: type[msgspec.Struct]) -> None:
    """A member that is new in a struct fails here until `lived_in` gives it a value that is not its default."""
    mock = client()
    secret = lived_in(mock)
    put(mock, state_of(mock, secret))
    one, other = mock.sandbox(secret), mock.sandbox(SECRET)
    ours = [*held_in(one, struct)]
    theirs = [
        msgspec.structs.replace(each, store_id=f"{one.store_id}{each.store_id.removeprefix(other.store_id)}")
        if isinstance(each, Record)
        else each
        for each in held_in(other, struct)
    ]
    assert ours == theirs
    for field in msgspec.structs.fields(struct):
        default = {} if field.default_factory is dict else field.default
        assert any(getattr(each, field.name) != default for each in ours), f"{field.name} has its default everywhere"


def held_in(sandbox: Sandbox, struct: type[msgspec.Struct]) -> Iterator[Any]:
    records = [entry.record for entry in sandbox.entries.values()]
    if struct is Fault:
        yield from sandbox.faults
    elif struct is Record:
        yield from records
    else:
        for record in records:
            yield from record.attempts


def test_a_request_that_still_runs_is_not_in_it(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/clock", {"frozen": True})
    box = mock.mock.sandboxes.default
    from mock_server.store.sandbox import Slot

    box.idempotency = {"k" * 16: Slot(0)}
    assert state_of(mock, "mock-api-secret")["sandbox"]["idempotency"] == []


# --- what is refused


def changed(document: Any, place: str, value: Any) -> Any:
    """A copy of the document with another value at `a.b[0].c`; no value removes the member."""
    copied = copy.deepcopy(document)
    *path, last = [
        int(part) if part.isdigit() else part for part in place.replace("[", ".").replace("]", "").split(".")
    ]
    node = copied
    for part in path:
        node = node[part]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return copied


S: Final = "sandbox."
R: Final = "sandbox.verifications[0].record."
DAMAGED: Final[list[tuple[str, Any, str]]] = [
    ("format", 2, "format 2"),
    ("format", True, "format True"),
    ("format", ..., "no format"),
    ("portoneMock", 5, "Expected `str`"),
    ("extra", 1, "unknown field `extra`"),
    ("sandbox", [], "Expected `object`"),
    (S + "seed", "1", "sandbox.seed"),
    (S + "drawn", -1, "sandbox.drawn"),
    (S + "apiSecret", "x", "unknown field `apiSecret`"),
    (S + "storeIds", ["only-one"], "2 stores"),
    (S + "storeIds", ["same", "same"], "twice"),
    (S + "scenario.document.otp.tries", 0, "scenario.otp.tries"),
    (S + "scenario.document.otp.code", "12", "six digits"),
    (S + "scenario.document.stores", ["B!"], "scenario.stores.0"),
    (S + "clock.frozenAt", 10**17, "sandbox.clock"),
    (S + "clock.advanced", 10**17, "sandbox.clock.advanced"),
    (S + "people[0].gender", "MAN", "sandbox.people[0].gender"),
    (S + "people[0].birth", "1990-13-01", "sandbox.people[0].birth"),
    (S + "people[1].phoneNumber", "010", "sandbox.people[1].phoneNumber"),
    (R + "id", "", "record.id"),
    (R + "id", "x" * 201, "record.id"),
    (R + "id", "failed", "'failed' is there twice"),
    (R + "storeId", "elsewhere", "record.storeId"),
    (R + "state", "lost", "Invalid enum value"),
    (R + "state", "failed", "record.attempts"),
    (R + "requestedAt", 10**16, "record.requestedAt"),
    (R + "attempts", [], "record.attempts"),
    (R + "attempts[0].state", "failed", "record.attempts"),
    (R + "verifiedCustomer.name", ..., "verifiedCustomer.name"),
    (R + "verifiedCustomer.isForeigner", "no", "isForeigner"),
    (R + "verifiedCustomer.shoe", "42", "verifiedCustomer.shoe"),
    (R + "channel.profile", "daunal", "channel.profile"),
    (R + "channel.type", "BETA", "Invalid enum value"),
    (R + "attempts[0].fate", "verfied", "attempts[0].fate"),
    (R + "agency", "BANK", "record.agency"),
    ("sandbox.verifications[3].record.attempts[0].otp", None, "attempts[0].otp"),
    ("sandbox.verifications[3].record.requestedCustomer", {}, "requestedCustomer.phoneNumber"),
    ("sandbox.verifications[3].record.attempts[0].requestedCustomer", {}, "attempts[0].requestedCustomer.phoneNumber"),
    ("sandbox.verifications[3].record.attempts[0].customerChanges", {"shoe": "42"}, "attempts[0].customerChanges.shoe"),
    (S + "next[0].outcome", "verfied", "sandbox.next[0].outcome"),
    (S + "next[0].person", "nobody", "sandbox.next[0].person"),
    (S + "next[0].times", 0, "sandbox.next[0].times"),
    (S + "faults[0].fault", "explode", "sandbox.faults[0].fault"),
    (S + "faults[0].parameters", {"status": 1}, "sandbox.faults[0]"),
    (S + "faults[1].fired", 9, "sandbox.faults[1].fired"),
    (S + "messages[0].at", 10**16, "sandbox.messages[0].at"),
    (S + "idempotency[0].status", 99, "sandbox.idempotency[0].status"),
    (S + "idempotency[0].headers", [["a\r\nb", "c"]], "sandbox.idempotency[0].headers[0]"),
    (S + "next", [{"outcome": "verified"}] * 1_001, "1000 at most"),
]


@pytest.mark.parametrize(("place", "value", "says"), DAMAGED)
def test_what_is_damaged_is_refused_whole_with_its_place(
    client: ClientFactory, place: str, value: Any, says: str
) -> None:
    mock = client()
    document = state_of(mock, lived_in(mock))
    mock.control("PUT", "/verifications/before", {}, secret=SECRET)
    before = state_of(mock, SECRET)
    body = assert_refused(put(mock, changed(document, place, value)), "INVALID_REQUEST", "cannot be taken over", says)
    assert place.startswith("extra") or "at" in body or "unknown" in says or place == "portoneMock" or body["at"]
    assert state_of(mock, SECRET) == before


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"null", b'"x"', b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_document_is_refused(client: ClientFactory, text: bytes) -> None:
    assert_refused(put(client(), text), "INVALID_REQUEST")


def test_what_is_too_large_is_refused_and_a_full_sandbox_is_not(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {}, secret=SECRET)
    document = state_of(mock, SECRET)
    one = document["sandbox"]["verifications"][0]
    many = [{**one, "record": {**one["record"], "id": f"id-{index}"}} for index in range(20_000)]
    full = changed(document, "sandbox.verifications", many)
    assert put(mock, full).json()["counts"]["verifications"] == 20_000
    assert state_of(mock, SECRET)["sandbox"]["verifications"][-1]["record"]["id"] == "id-19999"
    many.append({**one, "record": {**one["record"], "id": "one-too-many"}})
    assert_refused(
        put(mock, full | {"sandbox": {**full["sandbox"], "verifications": many}}), "INVALID_REQUEST", "20000"
    )
    assert_refused(put(mock, b" " * ((64 << 20) + 1)), "MOCK_TOO_LARGE", "64 MiB")


def test_an_older_versions_document_loads_and_its_flaw_names_the_version(client: ClientFactory) -> None:
    mock = client()
    document = state_of(mock, SECRET) | {"portoneMock": "0.0.9"}
    assert put(mock, document).status_code == 200
    refused = put(mock, changed(document, "sandbox.hats", 3))
    assert_refused(refused, "INVALID_REQUEST", "unknown field `hats`", "'0.0.9'")


def test_a_fault_that_needs_a_socket_is_refused_where_there_is_none(client: ClientFactory) -> None:
    """The document comes from a mock that has one."""
    mock = client()
    mock.control("POST", "/faults", {"fault": "html"}, secret=SECRET)
    document = changed(state_of(mock, SECRET), "sandbox.faults[0].fault", "reset-after")
    assert_refused(put(mock, document), "INVALID_REQUEST", "sandbox.faults[0].fault", "over a socket")


# Any value at any place: either it is taken over and the mock still works, or it is refused and nothing happened.

ANY: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    if isinstance(node, dict | list):
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(inner, (*at, key))


@pytest.fixture(scope="module")
def lived() -> Iterator[tuple[MockClient, Any]]:
    from mock_server import Settings

    with MockClient(Settings(seed=1)) as mock:
        yield mock, state_of(mock, lived_in(mock))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_that_can_be_put_breaks_a_sandbox(lived: tuple[MockClient, Any], data: st.DataObject) -> None:
    mock, document = lived
    spoilt = copy.deepcopy(document)
    every = [place for place in places(spoilt) if place]
    *path, last = data.draw(st.sampled_from(every))
    node = spoilt
    for part in path:
        node = node[part]
    donor = document
    for part in data.draw(st.sampled_from(every)):
        donor = donor[part]
    node[last] = data.draw(ANY | st.just(copy.deepcopy(donor)))
    mock.control("POST", "/reset", secret=SECRET)
    before = state_of(mock, SECRET)
    answer = put(mock, spoilt)
    if answer.status_code == 200:
        use(mock)
    else:
        assert answer.status_code in (400, 409), answer.text
        assert state_of(mock, SECRET) == before


def use(mock: MockClient) -> None:
    """Every kind of call; what a mock cannot do ends in an exception here."""
    of = portone(SECRET)
    for path in ("/sandbox", "/verifications", "/people", "/messages", "/clock", "/next", "/faults", "/state"):
        assert mock.get(f"/_mock{path}", headers=of).status_code == 200
    for id_ in ("putten", "failed", "attempted", "window", "idv-adult", "b"):
        assert mock.read(id_, SECRET).status_code < 504
        for call in ("send", "resend", "confirm"):
            body = {"otp": "000000"} if call == "confirm" else SENDING
            mock.post(f"/identity-verifications/{id_}/{call}", json=body, headers=of)
    mock.get("/identity-verifications", headers=of)
    assert put(mock, state_of(mock, SECRET)).status_code == 200


def test_the_document_and_its_checks_work_without_a_server(client: ClientFactory) -> None:
    mock = client()
    sandbox = mock.sandbox(lived_in(mock))
    text = encode(snapshot_of(sandbox))
    document = decode(text, type(snapshot_of(sandbox)))
    assert (document.format, encode(document)) == (FORMAT, text)
    check_state(document.sandbox, wired=True)
    with pytest.raises(SnapshotError, match=r"sandbox\.drawn"):
        check_state(msgspec.structs.replace(document.sandbox, drawn=-1), wired=True)
