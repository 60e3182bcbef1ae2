"""The client and the mock over a socket: the same ids, tokens and people seen from both sides."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import httpx
import pytest

from client import (
    ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    ApiKeyLogin,
    ApiSecret,
    ApiSecretLogin,
    AsyncPortOneClient,
    Attempt,
    CouldNotAskError,
    Customer,
    IdentityVerification,
    NotEligible,
    Patience,
    Policy,
    PortOneClient,
    RefusedError,
    at_least,
    decide,
    identity_keys,
    same_person,
    site_of,
)
from client.errors import (
    IdentityVerificationAlreadySentError,
    IdentityVerificationAlreadyVerifiedError,
    IdentityVerificationNotFoundError,
    PgProviderError,
)
from mock_server.handle import SandboxHandle
from tests.sdk.awkward_ids import AWKWARD_IDS, label

MIDDAY_IN_SEOUL: Final = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LENIENT: Final = Policy(fresh_for=None, forbidden_prefixes=())
KINDS: Final = (ApiSecret, ApiSecretLogin, ApiKeyLogin)


class Connect(Protocol):
    def __call__(self, api_secret: str = ..., kind: Any = ..., **options: Any) -> PortOneClient: ...


@pytest.fixture
def connect(box: SandboxHandle) -> Iterator[Connect]:
    """`connect()`: a client of this sandbox; a transport of its own keeps proxy settings out of it."""
    with ExitStack() as opened:

        def make(api_secret: str = box.api_secret, kind: Any = ApiSecretLogin, **options: Any) -> PortOneClient:
            asking = PortOneClient(box.base_url, kind(api_secret), transport=httpx.HTTPTransport(), **options)
            opened.callback(asking.close)
            return asking

        yield make


@pytest.fixture
def asking(connect: Connect) -> PortOneClient:
    return connect()


def against(found: IdentityVerification, id_: str, now: datetime = MIDDAY_IN_SEOUL, **demands: Any) -> list[str]:
    decision = decide(found, Attempt(id=id_, issued_at=now), replace(LENIENT, **demands), now)
    return list(decision.reasons) if isinstance(decision, NotEligible) else []


def reasons(box: SandboxHandle, asking: PortOneClient, demands: dict[str, Any], **order: Any) -> list[str]:
    box.put_verification("an-id", **order)
    return against(asking.get_identity_verification("an-id"), "an-id", **demands)


def test_every_awkward_id_is_read_back(box: SandboxHandle, asking: PortOneClient) -> None:
    for id_ in AWKWARD_IDS:
        box.put_verification(id_)
        record = asking.get_identity_verification(id_)
        assert against(record, id_, ages=(at_least(19),)) == [], label(id_)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_id_is_refused(connect: Connect, kind: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        connect(kind=kind).get_identity_verification("nobody")
    assert (caught.value.status, caught.value.type) == (404, "IDENTITY_VERIFICATION_NOT_FOUND")


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_secret_means_that_portone_could_not_be_asked(connect: Connect, kind: Any) -> None:
    with pytest.raises(CouldNotAskError) as caught:
        connect("wrong", kind).get_identity_verification("an-id")
    assert (caught.value.status, caught.value.type) == (401, "UNAUTHORIZED")


def test_a_foreign_store_means_that_portone_could_not_be_asked(box: SandboxHandle, connect: Connect) -> None:
    box.put_verification("an-id")
    assert connect(store_id=box.store_id).get_identity_verification("an-id").id == "an-id"
    with pytest.raises(CouldNotAskError) as caught:
        connect(store_id="store-ffffffff-0000-4000-8000-000000000000").get_identity_verification("an-id")
    assert (caught.value.status, caught.value.type) == (403, "FORBIDDEN")


def test_nobody_there_means_that_portone_could_not_be_asked() -> None:
    nowhere = PortOneClient(
        "http://127.0.0.1:1", "secret", transport=httpx.HTTPTransport(), patience=Patience(attempts=1)
    )
    with pytest.raises(CouldNotAskError, match="ConnectError"):
        nowhere.get_identity_verification("an-id")
    nowhere.close()


def test_tokens_are_renewed_in_time_by_the_mocks_own_lifetimes(box: SandboxHandle, connect: Connect) -> None:
    box.put_verification("an-id")
    passed = [0.0]
    asking = connect(clock=lambda: passed[0])
    for seconds in (0, 28 * 60, 2 * 60, 24 * 60 * 60):
        passed[0] += seconds
        box._call("POST", "/clock/advance", {"seconds": seconds})
        assert asking.get_identity_verification("an-id").id == "an-id"
    calls = [(it["path"].rpartition("/")[2], it["status"]) for it in reversed(box.requests())]
    renewal = [("refresh", 200), ("an-id", 200)]
    another_login = [("refresh", 401), ("api-secret", 200), ("an-id", 200)]
    assert calls == [("api-secret", 200), ("an-id", 200), ("an-id", 200), *renewal, *another_login]


def test_a_client_whose_clock_stands_still_gets_over_an_expired_token(box: SandboxHandle, connect: Connect) -> None:
    box.put_verification("an-id")
    asking = connect(clock=lambda: 0.0)
    for seconds in (0, 31 * 60, 25 * 60 * 60):
        box._call("POST", "/clock/advance", {"seconds": seconds})
        assert asking.get_identity_verification("an-id").id == "an-id"


def test_two_clients_with_one_secret_end_each_others_refresh_tokens_and_both_go_on(
    box: SandboxHandle, connect: Connect
) -> None:
    box.put_verification("an-id")
    passed = [0.0]
    both = [connect(clock=lambda: passed[0]) for _ in range(2)]
    for _ in range(3):
        for asking in both:
            assert asking.get_identity_verification("an-id").id == "an-id"
        passed[0] += 30 * 60


ADULTS = ["adult", "turns-19-today", "turned-19-yesterday", "youth-act-first", "leap-day", "foreigner"]
YOUTHS_BY_FULL_AGE = ["turns-19-tomorrow", "youth-act-last"]
MINORS = ["minor-18", "child-13", "turns-14-today"]


@pytest.mark.parametrize("person", [*ADULTS, *YOUTHS_BY_FULL_AGE, *MINORS])
def test_each_persons_age_is_what_the_person_promises(box: SandboxHandle, asking: PortOneClient, person: str) -> None:
    box._call("PUT", "/clock", {"now": MIDDAY_IN_SEOUL.isoformat(), "frozen": True})
    by_full_age = reasons(box, asking, {"ages": (at_least(19),)}, person=person)
    by_the_act = reasons(box, asking, {"ages": (ADULT_BY_THE_YOUTH_PROTECTION_ACT,)}, person=person)
    assert by_full_age == ([] if person in ADULTS else ["too-young"])
    assert by_the_act == (["too-young"] if person in MINORS else [])


def test_who_turns_19_tomorrow_does_so_at_midnight_in_seoul(box: SandboxHandle, asking: PortOneClient) -> None:
    box._call("PUT", "/clock", {"now": MIDDAY_IN_SEOUL.isoformat(), "frozen": True})
    box.put_verification("an-id", person="turns-19-tomorrow")
    record = asking.get_identity_verification("an-id")
    midnight = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    for moment, expected in ((midnight - timedelta(milliseconds=1), ["too-young"]), (midnight, [])):
        assert against(record, "an-id", moment, ages=(at_least(19),)) == expected


@pytest.mark.parametrize("outcome", ["cancelled", "abandoned", "wrong-otp", "age-limit", "provider-error"])
def test_what_did_not_succeed_is_not_verified(box: SandboxHandle, asking: PortOneClient, outcome: str) -> None:
    assert reasons(box, asking, {}, outcome=outcome) == ["not-verified"]


@pytest.mark.parametrize("channel", ["kcp-test", "inicis-test"])
def test_a_test_channel_is_accepted_only_where_that_is_switched_off(
    box: SandboxHandle, asking: PortOneClient, channel: str
) -> None:
    assert reasons(box, asking, {}, channel=channel) == ["not-live"]
    assert reasons(box, asking, {"live_only": False}, channel=channel) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"person": "adult"}, {"person": "renamed"}, True),
        ({"person": "adult"}, {"person": "namesake"}, False),
        ({"person": "family-parent"}, {"person": "family-child"}, False),
        ({"person": "adult"}, {"person": "adult~42"}, False),
        ({"channel": "danal"}, {"channel": "kcp"}, True),  # two sites, so by CI
        ({"channel": "danal"}, {"channel": "inicis"}, True),  # no DI from Inicis, so by CI
        ({"channel": "danal-no-ci"}, {"channel": "danal-no-ci"}, True),
        ({"channel": "danal-no-ci"}, {"channel": "inicis"}, None),  # DI here, CI there
    ],
)
def test_who_is_one_person(
    box: SandboxHandle, asking: PortOneClient, one: dict[str, str], other: dict[str, str], same: bool | None
) -> None:
    box.put_verification("one", **one)
    box.put_verification("other", **other)
    found = [asking.get_identity_verification(id_) for id_ in ("one", "other")]
    keys = [identity_keys(it.verified_customer, site_of(it.channel)) for it in found if it.verified_customer]
    assert same_person(*keys) is same


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest, box: SandboxHandle) -> Iterator[Any]:
    """Both clients, called alike; by tokens."""
    credentials: Any = {"base_url": box.base_url, "credentials": ApiSecretLogin(box.api_secret)}
    if request.param == "sync":
        client = PortOneClient(**credentials, transport=httpx.HTTPTransport())
        yield client
        client.close()
        return
    with asyncio.Runner() as runner:
        asynchronous = AsyncPortOneClient(**credentials, transport=httpx.AsyncHTTPTransport())

        class Called:
            def __getattr__(self, name: str) -> Any:
                return lambda *args, **named: runner.run(getattr(asynchronous, name)(*args, **named))

        yield Called()
        runner.run(asynchronous.aclose())


class TestEveryOperation:
    """Over a socket, by both clients."""

    SOMEBODY: Final = Customer("김모의", "01000000001", "203.0.113.7", identity_number="9005151")

    def send(self, client: Any, id_: str = "an-id") -> None:
        client.send_identity_verification(
            id_, channel_key="channel-key-danal", customer=self.SOMEBODY, operator="SKT", custom_data="cart-7"
        )

    def test_from_the_otp_to_the_list(self, either: Any) -> None:
        self.send(either)
        either.resend_identity_verification("an-id")
        assert either.get_identity_verification("an-id").requested_customer.name == "김모의"
        with pytest.raises(PgProviderError) as caught:
            either.confirm_identity_verification("an-id", "999999")
        assert caught.value.pg_code == "MOCK-WRONG-OTP"
        confirmed = either.confirm_identity_verification("an-id", "000000")
        assert confirmed == either.get_identity_verification("an-id")
        assert (confirmed.status, confirmed.custom_data) == ("VERIFIED", "cart-7")
        page = either.get_identity_verifications(size=5, matching={"statuses": ["VERIFIED"]})
        assert (page.items, page.total_count) == ((confirmed,), 1)

    def test_every_refusal_of_the_api_mode_has_its_class(self, either: Any, box: SandboxHandle) -> None:
        self.send(either)
        with pytest.raises(IdentityVerificationAlreadySentError):
            self.send(either)
        box.put_verification("an-id")
        for ask in (self.send, lambda it: it.confirm_identity_verification("an-id", "000000")):
            with pytest.raises(IdentityVerificationAlreadyVerifiedError):
                ask(either)
        with pytest.raises(IdentityVerificationNotFoundError):
            either.resend_identity_verification("nobody")

    @pytest.mark.parametrize("fault", ["reset-before", "reset-after"])
    def test_a_confirm_whose_answer_got_lost_is_done_once(self, either: Any, box: SandboxHandle, fault: str) -> None:
        """Without its key the second try would be told that it is verified already."""
        self.send(either)
        box._call("POST", "/faults", {"fault": fault, "match": {"operation": "confirmIdentityVerification"}})
        assert either.confirm_identity_verification("an-id", "000000").status == "VERIFIED"
        tries = [row for row in box.requests() if row["operation"] == "confirmIdentityVerification"]
        assert len(tries) == 2

    def test_the_three_ways_to_tokens(self, either: Any, box: SandboxHandle) -> None:
        tokens = either.login_via_api_secret(box.api_secret)
        again = either.refresh_token(tokens.refresh_token)
        assert again.access_token != tokens.access_token
        assert either.login_via_api_key(box.api_secret).access_token
        with pytest.raises(CouldNotAskError):
            either.refresh_token(tokens.refresh_token)

    @pytest.mark.parametrize("fault", ["reset-before", "reset-after"])
    def test_a_refresh_whose_answer_got_lost_gets_its_tokens_all_the_same(
        self, either: Any, box: SandboxHandle, fault: str
    ) -> None:
        """The refresh token is spent by the first try; under its key the second one hears what the first would have."""
        tokens = either.login_via_api_secret(box.api_secret)
        box._call("POST", "/faults", {"fault": fault, "match": {"operation": "refreshToken"}})
        assert either.refresh_token(tokens.refresh_token).access_token != tokens.access_token
