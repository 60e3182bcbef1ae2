"""The server's answers are what our document and PortOne's documents say.

Lives here: every answer of logins, refresh and single read, held to the documents and to facts.py. May not: the tables
of the server as an expectation.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import httpx
import msgspec
import pytest

from mock_server.domain.arrangement import World, arrange
from mock_server.domain.channels import Channel, Channels
from mock_server.domain.ids import IdSource
from mock_server.domain.order import Order
from mock_server.domain.record import answer
from mock_server.roster import load_people
from tests.law.facts import CHANNELS, EVERY_MEMBER, MEMBERS, OUTCOMES, PROVIDERS, RETURNS, agencies, given
from tests.law.ours import OPERATIONS, OURS, answers, schema_of, types
from tests.law.server import SECRET, Server
from tests.yardstick import AUTUMN_2023, CURRENT, Validator, adapted, resolve, validator, yardstick

STORE: Final = "store-00000000-0000-4000-8000-000000000001"
ORDERS: Final = [
    *(({"outcome": outcome}, status) for outcome, status in OUTCOMES.items()),
    *(({"status": status}, status) for status in ("READY", "VERIFIED", "FAILED")),
    ({}, "VERIFIED"),
]
# Until 2024 PortOne's document required these, which not every provider gives: only where all of them are given does
# an answer satisfy the document of autumn 2023.
REQUIRED_IN_2023: Final = {"name", "birthDate", "gender", "ci", "di"}


def cells(profiles: Mapping[str, str]) -> list[Any]:
    """Every (name, profile, agency) as test parameters."""
    return [
        pytest.param(name, profile, agency, id=f"{name}-{agency}" if agency else name)
        for name, profile in profiles.items()
        for agency in agencies(profile)
    ]


@cache
def ours(schema: str) -> Validator:
    return validator(OURS, schema)


@cache
def portones(document: str, schema: str) -> Validator:
    return validator(adapted(yardstick(document)), schema)


def holds_no_null(value: object) -> bool:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is not None and all(holds_no_null(child) for child in children)


def as_published(read: dict[str, Any]) -> None:
    """What is true of a record in every answer, whatever its state."""
    assert holds_no_null(read)
    assert set(read) - {"customData"} == MEMBERS[read["status"]]
    assert read["requestedAt"] <= read["statusChangedAt"] <= read["updatedAt"]
    if read["status"] == "VERIFIED":
        assert read["verifiedAt"] == read["statusChangedAt"]
        assert read["pgTxId"].startswith("MOCK")


def domain_answer(profile: str, agency: str | None, members: dict[str, Any], *, legacy: bool = False) -> Any:
    """What the server would answer for a profile that no channel of it has."""
    provider = PROVIDERS[profile.split("-")[0]]
    channel = Channel(
        name=profile,
        key=f"channel-key-{profile}",
        type="LIVE",
        pg_provider=provider,
        pg_merchant_id="MOCK0001",
        profile=profile,
    )
    world = World(STORE, load_people(), Channels([channel]), date(2026, 11, 23), STORE)
    order = Order.read({**members, "channel": profile} | ({"agency": agency} if agency else {}))
    record = arrange("idv-1", order, world, 1_795_000_000_000, IdSource(1))
    return msgspec.to_builtins(answer(record, legacy=legacy))


class TestTheRecordInOurDocument:
    """Every channel and agency in every state, over HTTP."""

    @pytest.mark.parametrize(("channel", "profile", "agency"), cells(CHANNELS))
    def test_every_state_has_its_members_and_fits(
        self, server: Server, channel: str, profile: str, agency: str | None
    ) -> None:
        where = {"channel": channel} | ({"agency": agency} if agency else {})
        for order, status in ORDERS:
            put = server.put("of-ours", **where, **order)
            read = server.read("of-ours")
            assert put == read
            assert read["status"] == status
            assert read["channel"]["pgProvider"] == PROVIDERS[profile.split("-")[0]]
            as_published(read)
            ours("IdentityVerification").validate(read)
            if status == "VERIFIED":
                assert set(read["verifiedCustomer"]) == given(profile, agency)

    @pytest.mark.parametrize(("channel", "profile", "agency"), cells(CHANNELS))
    def test_the_old_dialect_adds_customer_to_verified_ones_and_nothing_else(
        self, server: Server, legacy_token: str, channel: str, profile: str, agency: str | None
    ) -> None:
        where = {"channel": channel} | ({"agency": agency} if agency else {})
        for order, status in ORDERS:
            put = server.put("of-2023", **where, **order)
            read = server.read("of-2023", legacy_token)
            ours("IdentityVerification").validate(read)
            assert read == put | ({"customer": put["verifiedCustomer"]} if status == "VERIFIED" else {})

    @pytest.mark.parametrize(("channel", "profile", "agency"), cells(CHANNELS))
    def test_what_is_missing_is_explained_in_both_languages(
        self, server: Server, channel: str, profile: str, agency: str | None
    ) -> None:
        server.put("explained", channel=channel, **({"agency": agency} if agency else {}))
        withheld = server.explain("explained")["withheld"]
        assert sorted(reason["field"] for reason in withheld) == sorted(EVERY_MEMBER - given(profile, agency))
        for reason in withheld:
            assert set(reason) == {"field", "ko", "en", "source"}
            assert all(reason.values())

    @pytest.mark.parametrize(("name", "profile", "agency"), cells({name: name for name in RETURNS}))
    def test_profiles_without_a_channel_fit_too(self, name: str, profile: str, agency: str | None) -> None:
        for order, status in ORDERS:
            for legacy in (False, True):
                read = domain_answer(name, agency, order, legacy=legacy)
                ours("IdentityVerification").validate(read)
                customer = read.pop("customer", None)
                assert (customer is not None) == (legacy and status == "VERIFIED")
                as_published(read)
                if status == "VERIFIED":
                    assert set(read["verifiedCustomer"]) == given(profile, agency)

    def test_every_channel_of_the_server_is_in_this_table(self, server: Server) -> None:
        channels = server.call("GET", "/_mock/sandbox").json()["channels"]
        assert {channel["name"]: channel["profile"] for channel in channels} == CHANNELS

    @pytest.mark.parametrize("key", sorted(load_people().keys()))
    def test_everyone_who_is_ready_fits(self, server: Server, key: str) -> None:
        read = server.read(f"idv-{key}")
        as_published(read)
        ours("IdentityVerification").validate(read)

    @pytest.mark.parametrize("id_", ["idv-ready", "idv-failed", "idv-cancelled", "idv-adult~42", "idv-adult-%2F%3F"])
    def test_every_other_ready_made_id_fits(self, server: Server, id_: str) -> None:
        read = server.read(id_)
        as_published(read)
        ours("IdentityVerification").validate(read)


VERIFIED_BY_HAND: Final = {
    "id": "customer-1",
    "name": "박시험",
    "operator": "LGU_MVNO",
    "phoneNumber": "01000000077",
    "birthDate": "2000-02-29",
    "gender": "OTHER",
    "isForeigner": True,
    "ci": "literal ci",
    "di": "literal di",
}
REQUESTED_BY_HAND: Final = {
    "id": "customer-1",
    "name": "박시험",
    "phoneNumber": "01000000077",
    "birthYear": "2000",
    "birthMonth": "02",
    "birthDay": "29",
}
BY_HAND: Final = [
    pytest.param({"customer": VERIFIED_BY_HAND}, id="every-member"),
    pytest.param({"customer": dict.fromkeys(EVERY_MEMBER - {"name"}), "channel": "kcp"}, id="name-alone"),
    pytest.param({"status": "READY", "customer": REQUESTED_BY_HAND}, id="requested"),
    pytest.param({"status": "READY", "customer": {"name": None, "phoneNumber": None}}, id="nothing-known"),
    pytest.param({"status": "FAILED", "failure": {}, "customData": ""}, id="no-reason"),
    pytest.param({"outcome": "cancelled", "failure": {"reason": "까닭"}, "customData": '{"a": 1}'}, id="reason"),
    pytest.param({"requestedAt": "2026-03-02T09:59:00.5+09:00", "verifiedAt": "2026-03-02T01:00:00Z"}, id="times"),
]


class TestTheRecordAsTestersPutIt:
    """Members that a tester sets or removes end up in a record that still fits."""

    @pytest.mark.parametrize("order", BY_HAND)
    def test_it_fits_our_document_and_the_current_one(self, server: Server, order: dict[str, Any]) -> None:
        read = server.put("by-hand", **order)
        as_published(read)
        ours("IdentityVerification").validate(read)
        assert read.get("customData") == order.get("customData")
        portones(CURRENT, "IdentityVerification").validate(read)

    def test_every_member_put_is_every_member_read(self, server: Server) -> None:
        assert server.put("by-hand", customer=VERIFIED_BY_HAND)["verifiedCustomer"] == VERIFIED_BY_HAND
        ready = server.put("by-hand", status="READY", customer=REQUESTED_BY_HAND)
        assert ready["requestedCustomer"] == REQUESTED_BY_HAND

    @pytest.mark.parametrize("status", ["READY", "VERIFIED", "FAILED"])
    def test_a_transaction_that_is_put_is_read_in_every_state(self, server: Server, status: str) -> None:
        read = server.put("by-hand", status=status, pgTxId="provider-1")
        assert read["pgTxId"] == "provider-1"
        ours("IdentityVerification").validate(read)
        portones(CURRENT, "IdentityVerification").validate(read)

    def test_null_removes_a_member(self, server: Server) -> None:
        read = server.put("by-hand", channel="kcp", customer=dict.fromkeys(EVERY_MEMBER - {"name"}))
        assert set(read["verifiedCustomer"]) == {"name"}


class TestTheRecordInPortOnesDocuments:
    """The same answers held to PortOne's own documents, where they are at hand."""

    @pytest.mark.parametrize(("channel", "profile", "agency"), cells(CHANNELS))
    def test_over_http_every_state_fits_the_current_one(
        self, server: Server, legacy_token: str, channel: str, profile: str, agency: str | None
    ) -> None:
        record = portones(CURRENT, "IdentityVerification")
        for order, _ in ORDERS:
            server.put("of-portone", channel=channel, **({"agency": agency} if agency else {}), **order)
            record.validate(server.read("of-portone"))
            record.validate(server.read("of-portone", legacy_token))

    @pytest.mark.parametrize(("name", "profile", "agency"), cells({name: name for name in RETURNS}))
    def test_every_profile_fits_the_current_one(self, name: str, profile: str, agency: str | None) -> None:
        for order, _ in ORDERS:
            portones(CURRENT, "IdentityVerification").validate(domain_answer(profile, agency, order))

    @pytest.mark.parametrize(("name", "profile", "agency"), cells({name: name for name in RETURNS}))
    def test_it_fits_that_of_2023_where_the_provider_gives_all_that_it_requires(
        self, name: str, profile: str, agency: str | None
    ) -> None:
        """It requires gender, ci and di, which not every provider gives; READY and FAILED always fit.

        It does not know the name KCP_V2 yet, so that KCP is measured under the name it does know.
        """
        for order, status in ORDERS:
            for legacy in (False, True):
                read = domain_answer(profile, agency, order, legacy=legacy)
                if read["channel"]["pgProvider"] == "KCP_V2":
                    assert not portones(AUTUMN_2023, "PgProvider").is_valid("KCP_V2")
                    read["channel"]["pgProvider"] = "KCP"
                fits = portones(AUTUMN_2023, "IdentityVerification").is_valid(read)
                assert fits == (status != "VERIFIED" or given(profile, agency) >= REQUIRED_IN_2023)

    def test_that_of_2023_requires_what_this_table_says(self) -> None:
        schema = yardstick(AUTUMN_2023)["components"]["schemas"]["IdentityVerificationVerifiedCustomer"]
        assert set(schema["required"]) == REQUIRED_IN_2023

    @pytest.mark.parametrize("key", sorted(load_people().keys()))
    def test_everyone_who_is_ready_fits_both(self, server: Server, key: str) -> None:
        read = server.read(f"idv-{key}")
        portones(CURRENT, "IdentityVerification").validate(read)
        portones(AUTUMN_2023, "IdentityVerification").validate(read)


class TestLogins:
    """Both logins and both refreshes."""

    def tokens(self, server: Server, kind: str) -> tuple[Any, Any]:
        """What the login of that kind answers, and what refreshing it does."""
        login = server.log_in(kind)
        response = server.call("POST", "/token/refresh", json={"refreshToken": login["refreshToken"]})
        assert response.status_code == 200, response.text
        return login, response.json()

    @pytest.mark.parametrize(("kind", "name"), [("api-secret", "LoginViaApiSecret"), ("api-key", "LoginViaApiKey")])
    def test_they_fit_our_document(self, server: Server, kind: str, name: str) -> None:
        login, refreshed = self.tokens(server, kind)
        ours(f"{name}Response").validate(login)
        ours("RefreshTokenResponse").validate(refreshed)

    @pytest.mark.parametrize("document", [CURRENT, AUTUMN_2023])
    def test_they_fit_portones_documents(self, server: Server, document: str) -> None:
        kind, name = {CURRENT: ("api-secret", "LoginViaApiSecret"), AUTUMN_2023: ("api-key", "LoginViaApiKey")}[
            document
        ]
        login, refreshed = self.tokens(server, kind)
        portones(document, f"{name}Response").validate(login)
        portones(document, "RefreshTokenResponse").validate(refreshed)

    def test_the_login_of_2023_has_both_spellings_of_one_token_and_the_current_one_has_not(
        self, server: Server
    ) -> None:
        old, new = server.log_in("api-key"), server.log_in("api-secret")
        assert (old["access_token"], old["refresh_token"]) == (old["accessToken"], old["refreshToken"])
        assert set(new) == {"accessToken", "refreshToken"}


GET: Final = ("get", "/identity-verifications/{identityVerificationId}")
BY_SECRET: Final = ("post", "/login/api-secret")
BY_KEY: Final = ("post", "/login/api-key")
REFRESH: Final = ("post", "/token/refresh")
WITH_SECRET: Final = {"headers": {"Authorization": f"PortOne {SECRET}"}}
# (operation, path sent, how it is called, status, type); a body "ENDED" or "ACCESS" stands for a token of that sort.
REFUSED: Final[list[tuple[tuple[str, str], str, dict[str, Any], int, str]]] = [
    (GET, "/identity-verifications/" + "x" * 201, WITH_SECRET, 404, "IDENTITY_VERIFICATION_NOT_FOUND"),
    (GET, f"/identity-verifications/idv-adult?storeId={STORE}&storeId={STORE}", WITH_SECRET, 400, "INVALID_REQUEST"),
    (GET, "/identity-verifications/%FF", WITH_SECRET, 400, "INVALID_REQUEST"),
    (GET, "/identity-verifications/idv-adult", {}, 401, "UNAUTHORIZED"),
    (GET, "/identity-verifications/nobody", {}, 401, "UNAUTHORIZED"),
    (GET, "/identity-verifications/nobody", {"headers": {"Authorization": "PortOne no"}}, 401, "UNAUTHORIZED"),
    (GET, "/identity-verifications/idv-adult", {"headers": {"Authorization": "Bearer no"}}, 401, "UNAUTHORIZED"),
    (GET, "/identity-verifications/idv-adult", {"headers": {"Authorization": "Basic YQ=="}}, 401, "UNAUTHORIZED"),
    (GET, "/identity-verifications/idv-adult?storeId=store-other", WITH_SECRET, 403, "FORBIDDEN"),
    (GET, "/identity-verifications/nobody", WITH_SECRET, 404, "IDENTITY_VERIFICATION_NOT_FOUND"),
    *(
        (login, login[1], {"content": content}, 400, "INVALID_REQUEST")
        for login in (BY_SECRET, BY_KEY, REFRESH)
        for content in (b"", b"{", b"[]", b"{}", b'{"apiSecret":1,"apiKey":1,"refreshToken":1}')
    ),
    (BY_SECRET, BY_SECRET[1], {"json": {"apiSecret": "unknown"}}, 401, "UNAUTHORIZED"),
    (BY_KEY, BY_KEY[1], {"json": {"apiKey": "unknown"}}, 401, "UNAUTHORIZED"),
    (REFRESH, REFRESH[1], {"json": {"refreshToken": "unknown"}}, 401, "UNAUTHORIZED"),
    (REFRESH, REFRESH[1], {"json": {"refreshToken": "ENDED"}}, 401, "UNAUTHORIZED"),
    (REFRESH, REFRESH[1], {"json": {"refreshToken": "ACCESS"}}, 401, "UNAUTHORIZED"),
]
each_refusal: Final = pytest.mark.parametrize(("operation", "path", "options", "status", "type_"), REFUSED)


def refused(server: Server, operation: tuple[str, str], path: str, options: dict[str, Any]) -> httpx.Response:
    """The answer to a call that is refused."""
    body = options.get("json", {})
    if body.get("refreshToken") in ("ENDED", "ACCESS"):
        earlier = server.log_in("api-secret")
        server.log_in("api-secret")
        token = earlier["refreshToken" if body["refreshToken"] == "ENDED" else "accessToken"]
        options = {"json": {"refreshToken": token}}
    return server.call(operation[0].upper(), path, **options)


class TestRefusals:
    """Every error that the logins, the refresh and the single read may give; others are tested elsewhere."""

    @each_refusal
    def test_it_has_its_status_and_fits_our_document(
        self,
        server: Server,
        operation: tuple[str, str],
        path: str,
        options: dict[str, Any],
        status: int,
        type_: str,
    ) -> None:
        response = refused(server, operation, path, options)
        assert (response.status_code, response.json()["type"]) == (status, type_)
        documented = schema_of(OURS, OPERATIONS[operation]["responses"][str(status)])
        ours(documented["$ref"].rpartition("/")[2]).validate(response.json())
        ours(OPERATIONS[operation]["x-mock-error"]["$ref"].rpartition("/")[2]).validate(response.json())

    @each_refusal
    def test_it_fits_portones_document(
        self,
        server: Server,
        operation: tuple[str, str],
        path: str,
        options: dict[str, Any],
        status: int,
        type_: str,
    ) -> None:
        union = OPERATIONS[operation]["x-mock-error"]["$ref"]
        documents = {BY_KEY: (AUTUMN_2023,), BY_SECRET: (CURRENT,)}.get(operation, (CURRENT, AUTUMN_2023))
        for name in documents:
            portones(name, union.rpartition("/")[2]).validate(refused(server, operation, path, options).json())
            document = yardstick(name)
            branch = resolve(document, resolve(document, union)["discriminator"]["mapping"][type_])
            assert branch["x-portone-status-code"] == status

    def test_every_documented_error_of_these_operations_is_among_them(self) -> None:
        documented = {
            (operation, type_)
            for operation in (GET, BY_SECRET, BY_KEY, REFRESH)
            for status, refusal in answers(OPERATIONS[operation], mock_only=False).items()
            if status != "200"
            for type_ in types(OURS, schema_of(OURS, refusal))
        }
        assert {(operation, type_) for operation, _, _, _, type_ in REFUSED} == documented
