"""Which secrets have a sandbox, get one, or are refused; and that two sandboxes never meet."""

from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server import Settings, clock
from mock_server.domain.channels import CHANNELS
from mock_server.sandboxes import DEFAULT_SECRET, DEFAULT_STORE
from mock_server.scenario import load_scenario
from mock_server.store import memory

from .in_process import ClientFactory, MockClient, bearer, portone
from .refusals import assert_refused

REAL_LOOKING: Final = "Aa1" * 30
NOON: Final = 1_795_400_000_000


def status(client: MockClient, secret: str) -> int:
    return client.read("idv-adult", secret).status_code


def test_the_default_sandbox_always_exists(client: ClientFactory) -> None:
    described = client().control("GET", "/sandbox")
    assert (described["apiSecret"], described["storeId"]) == (DEFAULT_SECRET, DEFAULT_STORE)
    assert (DEFAULT_SECRET, DEFAULT_STORE) == ("mock-api-secret", "store-00000000-0000-4000-8000-000000000001")


def test_given_values_replace_those_of_the_default_sandbox_whatever_their_shape(client: ClientFactory) -> None:
    mock = client(api_secret=REAL_LOOKING, store_id="my store", channel_keys={"kcp": "channel-key-mine"})
    described = mock.control("GET", "/sandbox", secret=REAL_LOOKING)
    assert (described["apiSecret"], described["storeId"]) == (REAL_LOOKING, "my store")
    assert {each["name"]: each["key"] for each in described["channels"]}["kcp"] == "channel-key-mine"
    assert status(mock, REAL_LOOKING) == 200
    assert_refused(mock.read("idv-adult", DEFAULT_SECRET), "UNAUTHORIZED")


def test_the_channels_are_the_same_in_every_sandbox(client: ClientFactory) -> None:
    mock = client()
    wanted = [(channel.name, channel.key, channel.type) for channel in CHANNELS]
    for secret in (None, "sandbox-a", mock.control("POST", "/sandboxes")["apiSecret"]):
        channels = mock.control("GET", "/sandbox", secret=secret)["channels"]
        assert [(each["name"], each["key"], each["type"]) for each in channels] == wanted
    assert wanted == [
        *(
            (name, f"channel-key-{name}", "LIVE")
            for name in ("danal", "danal-contract", "danal-no-ci", "kcp", "kcp-no-ci")
        ),
        ("inicis", "channel-key-inicis", "LIVE"),
        ("kcp-test", "channel-key-kcp-test", "TEST"),
        ("inicis-test", "channel-key-inicis-test", "TEST"),
    ]


@pytest.mark.parametrize("secret", ["sandbox-a", "sandbox-A.b_c-9", "sandbox--", "sandbox-" + "x" * 64])
def test_a_secret_of_the_form_makes_its_sandbox_on_first_use(client: ClientFactory, secret: str) -> None:
    by_header, by_login, by_store = client(), client(), client()
    assert status(by_header, secret) == 200
    by_login.log_in(secret)
    by_login.log_in(secret, legacy=True)
    described = by_store.control("GET", "/sandbox", sandbox=f"store-{secret}")
    assert (described["apiSecret"], described["storeId"]) == (secret, f"store-{secret}")
    for each in (by_header, by_login, by_store):
        assert [box.secret for box in each.mock.store.all()] == [DEFAULT_SECRET, secret]


@pytest.mark.parametrize(
    "secret",
    [
        "sandbox-",
        "sandbox-" + "x" * 65,
        "Sandbox-a",
        "sandbox-a b",
        "sandbox-a/b",
        "sandbox-가",
        "sandbox",
        "x-sandbox-a",
        "x",
    ],
)
def test_every_other_unknown_secret_is_refused_and_makes_nothing(client: ClientFactory, secret: str) -> None:
    mock = client()
    assert_refused(
        mock.post("/login/api-secret", json={"apiSecret": secret}), "UNAUTHORIZED", DEFAULT_SECRET, "sandbox-"
    )
    assert_refused(mock.post("/login/api-key", json={"apiKey": secret}), "UNAUTHORIZED")
    if secret.isascii():
        assert_refused(mock.read("idv-adult", secret), "UNAUTHORIZED")
    assert len(mock.mock.store.all()) == 1
    assert {row["credential"] for row in mock.journal()} == {"unknown"}


def test_a_secret_that_was_given_to_the_server_is_never_repeated(client: ClientFactory) -> None:
    body = assert_refused(client(api_secret="hunter-two").read("idv-adult", "wrong"), "UNAUTHORIZED")
    assert "hunter-two" not in body["message"]


@pytest.mark.parametrize("secret", [REAL_LOOKING, "a" * 80])
def test_what_looks_like_a_real_secret_is_refused_with_a_warning_and_not_kept(
    client: ClientFactory, secret: str
) -> None:
    mock = client()
    answers = [
        mock.read("idv-adult", secret),
        mock.post("/login/api-secret", json={"apiSecret": secret}),
        mock.post("/login/api-key", json={"apiKey": secret}),
        mock.get("/identity-verifications/idv-adult", headers=bearer(secret)),
        mock.get("/identity-verifications/idv-adult", headers={"Authorization": secret}),
    ]
    for answer in answers:
        body = assert_refused(answer, "UNAUTHORIZED", "실제 포트원 API Secret")
        assert secret[:20] not in body["message"]
    rows = mock.journal()
    assert len(rows) == len(answers)
    assert all("real PortOne secret" in row["why"] for row in rows)
    assert secret[:20] not in str(rows)
    assert secret[:20] not in repr([list(box.journal or ()) for box in mock.mock.store.all()])


@pytest.mark.parametrize("secret", ["a" * 79, REAL_LOOKING[:-1] + "-"])
def test_a_shorter_or_other_one_is_simply_unknown(client: ClientFactory, secret: str) -> None:
    assert "실제" not in assert_refused(client().read("idv-adult", secret), "UNAUTHORIZED")["message"]


def test_a_new_sandbox_has_credentials_that_nobody_can_guess(client: ClientFactory) -> None:
    made = [client().control("POST", "/sandboxes") for _ in range(2)]
    for described in made:
        assert len(described["apiSecret"]) == len("mock-") + 64
        assert described["storeId"].startswith("store-")
        assert len(described["storeId"]) == len(DEFAULT_STORE)
    assert made[0]["apiSecret"] != made[1]["apiSecret"]
    assert made[0]["storeId"] != made[1]["storeId"]


def test_every_sandbox_starts_from_the_scenario_of_the_server(client: ClientFactory) -> None:
    mock = client(scenario="empty")
    assert mock.control("GET", "/sandbox", secret="sandbox-a")["scenario"] == "empty"
    assert mock.control("POST", "/sandboxes")["scenario"] == "empty"
    assert_refused(mock.read("idv-adult", "sandbox-a"), "IDENTITY_VERIFICATION_NOT_FOUND")


def test_a_dropped_random_secret_is_refused_and_the_answer_says_why(client: ClientFactory) -> None:
    mock = client()
    secret = mock.control("POST", "/sandboxes")["apiSecret"]
    token = mock.log_in(secret)["accessToken"]
    mock.control("DELETE", "/sandbox", secret=secret)
    assert_refused(mock.read("idv-adult", secret), "UNAUTHORIZED", "사라졌습니다", "POST /_mock/sandboxes")
    assert "was dropped" in mock.journal()[0]["why"]
    assert_refused(mock.get("/_mock/sandbox", headers=portone(secret)), "UNAUTHORIZED", "was dropped")
    assert_refused(mock.get("/identity-verifications/idv-adult", headers=bearer(token)), "UNAUTHORIZED")


def test_a_dropped_named_one_is_made_afresh_and_the_first_row_says_so(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/mine", {}, secret="sandbox-a")
    assert mock.read("mine", "sandbox-a").status_code == 200
    mock.control("DELETE", "/sandbox", secret="sandbox-a")
    assert_refused(mock.read("mine", "sandbox-a"), "IDENTITY_VERIFICATION_NOT_FOUND")
    mock.read("idv-adult", "sandbox-a")
    second, first = mock.journal("sandbox-a")
    assert "starts afresh" in first["why"]
    assert second["why"] is None


def test_an_idle_sandbox_is_dropped(client: ClientFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    mock = client(idle=10.0)
    secret = mock.control("POST", "/sandboxes")["apiSecret"]
    now = clock.monotonic()
    monkeypatch.setattr(memory, "monotonic", lambda: now + 9)
    assert status(mock, secret) == 200
    monkeypatch.setattr(memory, "monotonic", lambda: now + 18)
    token = mock.log_in(secret)["accessToken"]
    monkeypatch.setattr(memory, "monotonic", lambda: now + 29)
    assert_refused(mock.get("/identity-verifications/idv-adult", headers=bearer(token)), "UNAUTHORIZED")
    assert status(mock, secret) == 401
    assert status(mock, DEFAULT_SECRET) == 200


def test_a_full_server_gives_up_what_only_its_first_read_made_and_then_refuses(client: ClientFactory) -> None:
    mock = client(most_sandboxes=3)
    assert [status(mock, f"sandbox-{i}") for i in range(5)] == [200] * 5
    assert [box.secret for box in mock.mock.store.all()] == [DEFAULT_SECRET, "sandbox-3", "sandbox-4"]
    mock.log_in("sandbox-3")
    mock.control("PUT", "/verifications/a", {}, secret="sandbox-4")
    assert_refused(mock.read("idv-adult", "sandbox-5"), "MOCK_UNAVAILABLE", "DELETE /_mock/sandbox")
    assert_refused(mock.post("/_mock/sandboxes"), "MOCK_UNAVAILABLE")
    assert status(mock, "sandbox-3") == 200
    assert Settings().most_sandboxes == 20_000


# --- isolation and repeatability

_IDS = st.sampled_from(["idv-adult", "idv-adult-woman~3-x", "idv-failed", "a", "b/c"])
_STEP = st.one_of(
    st.tuples(st.just("read"), _IDS),
    st.tuples(st.just("read by token"), _IDS),
    st.tuples(st.just("put"), _IDS),
    st.tuples(st.just("delete"), _IDS),
    st.tuples(st.sampled_from(["log in", "log in legacy", "refresh", "reset", "drop", "journal", "list"]), st.just("")),
    st.tuples(st.just("person"), st.sampled_from(["adult", "newcomer"])),
    st.tuples(st.just("fresh"), st.sampled_from(["adult", "foreigner"])),
)


class Actor:
    """Somebody who works with one sandbox of a mock, and all that was answered."""

    def __init__(self, client: MockClient, secret: str) -> None:
        self.client, self.secret = client, secret
        self.tokens = {"accessToken": "none", "refreshToken": "none"}
        self.seen: list[Any] = []

    def do(self, step: tuple[str, str]) -> None:
        what, argument = step
        answer = self._steps()[what](argument)
        if what in ("log in", "log in legacy", "refresh") and answer.is_success:
            self.tokens = answer.json()
        if what == "journal":
            # Numbers count per server and durations are measured: all else has to be the same.
            rows = [{**row, "n": 0, "durationMs": 0} for row in answer.json()["requests"]]
            self.seen.append(rows)
        else:
            self.seen.append((answer.status_code, answer.content))

    def _steps(self) -> dict[str, Callable[[str], httpx.Response]]:
        http, mine = self.client, portone(self.secret)
        return {
            "read": lambda id_: http.read(id_, self.secret),
            "read by token": lambda id_: http.get(
                f"/identity-verifications/{id_.replace('/', '%2F')}", headers=bearer(self.tokens["accessToken"])
            ),
            "put": lambda id_: http.put(f"/_mock/verifications/{id_.replace('/', '%2F')}", headers=mine, json={}),
            "delete": lambda id_: http.delete(f"/_mock/verifications/{id_.replace('/', '%2F')}", headers=mine),
            "log in": lambda _: http.post("/login/api-secret", json={"apiSecret": self.secret}),
            "log in legacy": lambda _: http.post("/login/api-key", json={"apiKey": self.secret}),
            "refresh": lambda _: http.refresh(self.tokens["refreshToken"]),
            "reset": lambda _: http.post("/_mock/reset", headers=mine),
            "drop": lambda _: http.delete("/_mock/sandbox", headers=mine),
            "journal": lambda _: http.get("/_mock/requests", headers=mine),
            "list": lambda _: http.get("/_mock/verifications", headers=mine),
            "person": lambda key: http.put(f"/_mock/people/{key}", headers=mine, json={"name": "박바뀜"}),
            "fresh": lambda like: http.post("/_mock/people", headers=mine, json={"like": like}),
        }


def seen_by(secrets: list[str], steps: list[tuple[int, tuple[str, str]]]) -> list[list[Any]]:
    """What each of these actors saw on a mock of their own, working in this order under a frozen clock."""
    with pytest.MonkeyPatch.context() as patch, MockClient(Settings(seed=7)) as client:
        patch.setattr(clock, "wall", lambda: NOON)
        actors = [Actor(client, secret) for secret in secrets]
        for who, step in steps:
            actors[who].do(step)
        return [actor.seen for actor in actors]


@given(st.lists(st.tuples(st.integers(0, 1), _STEP), max_size=14))
@settings(max_examples=60, deadline=None)
def test_two_sandboxes_never_meet(steps: list[tuple[int, tuple[str, str]]]) -> None:
    """Each sees exactly what it would have seen alone on a server of its own, tokens and identifiers included."""
    secrets = ["sandbox-one", "sandbox-two"]
    together = seen_by(secrets, steps)
    for who in (0, 1):
        assert seen_by(secrets, [step for step in steps if step[0] == who])[who] == together[who]


def test_equal_seeds_under_a_frozen_clock_give_byte_equal_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: NOON)

    def bodies(seed: int | None) -> list[bytes]:
        with MockClient(Settings(seed=seed)) as mock:
            answers = [mock.post("/_mock/sandboxes"), mock.post("/_mock/sandboxes")]
            secrets = [DEFAULT_SECRET, "sandbox-a", *(answer.json()["apiSecret"] for answer in answers)]
            for secret in secrets:
                answers += [
                    mock.post("/login/api-secret", json={"apiSecret": secret}),
                    mock.post("/login/api-key", json={"apiKey": secret}),
                    mock.read("idv-adult~7-x", secret),
                    mock.put("/_mock/verifications/a", headers=portone(secret), json={"status": "FAILED"}),
                    mock.post("/_mock/people", headers=portone(secret)),
                    mock.get("/_mock/people", headers=portone(secret)),
                    mock.get("/_mock/sandbox", headers=portone(secret)),
                ]
                answers.append(mock.refresh(answers[-7].json()["refreshToken"]))
            assert all(answer.is_success for answer in answers)
            return [answer.content for answer in answers]

    assert bodies(3) == bodies(3)
    # Without a seed, and with another, whatever is drawn is different: sandboxes, tokens and provider's ids.
    for other in (bodies(4), bodies(None)):
        assert sum(one == two for one, two in zip(bodies(3), other, strict=True)) < len(other) / 2


def test_di_differs_between_sandboxes_and_ci_does_not(client: ClientFactory) -> None:
    mock = client()
    one, other = (mock.read("idv-adult", secret).json()["verifiedCustomer"] for secret in ("sandbox-a", "sandbox-b"))
    assert one["ci"] == other["ci"]
    assert one["di"] != other["di"]


def test_a_scenario_of_its_own_can_be_handed_over(client: ClientFactory) -> None:
    assert client(load_scenario("empty")).control("GET", "/sandbox")["scenario"] == "empty"


def test_no_use_of_a_name_takes_the_default_sandbox_over(client: ClientFactory) -> None:
    """Its secret and store id may be given the form that makes sandboxes; then they are its own all the same."""
    by_secret = client(api_secret="sandbox-own")
    by_secret.read("idv-adult", "sandbox-own")
    assert_refused(by_secret.get("/_mock/sandbox?sandbox=store-sandbox-own"), "UNAUTHORIZED")
    by_store = client(store_id="store-sandbox-own")
    assert_refused(by_store.read("idv-adult", "sandbox-own"), "UNAUTHORIZED")
    for mock, secret in ((by_secret, "sandbox-own"), (by_store, "mock-api-secret")):
        assert mock.sandbox(secret) is mock.mock.sandboxes.default
        assert len(mock.mock.store.all()) == 1
