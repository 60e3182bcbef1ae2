"""The two calls of the sign-up page: what is accepted, what is refused and how it is said, and what is never said."""

import asyncio
import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest
import sqlalchemy as sa

from client.signup.database import accounts
from client.signup.shops import SHOPS
from tests.client.answers import SECRET, VERIFIED
from tests.client.signup.shop import OFFER, Shop

HANGUL: Final = range(0xAC00, 0xD7A4)


@pytest.fixture
def shop(engine: sa.Engine) -> Shop:
    return Shop(engine)


def refused(answer: httpx.Response, status: int, *reasons: str) -> dict[str, str]:
    """The one shape of a refusal; gives its sentence."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"decision", "reasons", "sentence"}
    assert body["decision"] == ("undecided" if status == 503 else "refused")
    assert body["reasons"] == list(reasons)
    assert any(ord(it) in HANGUL for it in body["sentence"]["ko"])
    assert body["sentence"]["en"].isascii()
    assert ("retry-after" in answer.headers) == (status == 503)
    return dict(body["sentence"])


def kept(shop: Shop) -> list[Any]:
    with shop.engine.connect() as db:
        return list(db.execute(sa.select(accounts)).mappings())


class TestStarting:
    def test_an_id_is_issued_with_what_the_window_needs(self, shop: Shop) -> None:
        answer = shop.call("/identity-verifications/start", json={})
        body = answer.json()
        assert {name: body[name] for name in OFFER} == OFFER
        assert set(body) == {*OFFER, "identityVerificationId"}
        assert body["identityVerificationId"].isalnum()
        assert len(body["identityVerificationId"]) == 40
        assert SECRET not in answer.text + str(answer.headers)

    def test_ids_and_sessions_are_new_each_time_and_a_session_goes_on(self, shop: Shop) -> None:
        first, session = shop.start()
        second, other = shop.start()
        assert first != second
        assert session != other
        assert shop.start(session=session)[1] == session

    @pytest.mark.parametrize("session", ["signup=short", "signup=" + "x" * 44, "signup=" + "!" * 43, "other=1"])
    def test_a_session_that_is_none_of_ours_is_not_taken_over(self, shop: Shop, session: str) -> None:
        assert shop.start(session=session)[1] != session

    def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(self, engine: sa.Engine) -> None:
        cookie = shop_cookie(Shop(engine))
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        secure = shop_cookie(Shop(engine, https_only=True))
        assert secure.startswith("__Host-signup=")
        assert "Secure" in secure
        assert "Path=/" in secure

    @pytest.mark.parametrize(
        "sent",
        [
            {"json": {"shop": "nowhere"}},
            {"json": {"shop": 1}},
            {"json": []},
            {"content": b"{"},
            {"content": b"\xff"},
            {"content": b"[" * 4000},
            {"content": b" " * 5000},
        ],
    )
    def test_what_cannot_be_read_is_refused(self, shop: Shop, sent: Any) -> None:
        refused(shop.call("/identity-verifications/start", **sent), 400, "unreadable-request")

    def test_without_a_body_the_first_shop_is_meant(self, shop: Shop) -> None:
        assert shop.call("/identity-verifications/start").status_code == 200


def shop_cookie(shop: Shop) -> str:
    return str(shop.call("/identity-verifications/start", json={}).headers["set-cookie"])


class TestFinishing:
    def test_who_has_verified_gets_an_account_with_what_portone_said(self, shop: Shop) -> None:
        answer = shop.sign_up()
        assert (answer.status_code, answer.json()["decision"], answer.json()["reasons"]) == (200, "accepted", [])
        (account,) = kept(shop)
        assert account["id"] == answer.json()["account"]
        assert (account["name"], str(account["birth_date"]), account["phone_number"]) == ("김모의", "2000-02-29", None)

    def test_nothing_but_the_id_is_taken_from_the_browser(self, shop: Shop) -> None:
        id_, session = shop.start()
        shop.verified(id_)
        sent = {
            "identityVerificationId": id_,
            "name": "남의이름",
            "verifiedCustomer": {"birthDate": "1950-01-01"},
            "shop": "x",
        }
        assert shop.call("/identity-verifications", json=sent, session=session).status_code == 200
        assert kept(shop)[0]["name"] == "김모의"

    def test_a_verification_counts_once(self, shop: Shop) -> None:
        id_, session = shop.start()
        shop.verified(id_)
        assert shop.finish(id_, session).status_code == 200
        sentence = refused(shop.finish(id_, session), 409, "used-before")
        assert "이미" in sentence["ko"]
        assert shop.portone.asked == [id_]

    def test_a_button_pressed_several_times_opens_one_account(self, shop: Shop) -> None:
        id_, session = shop.start()
        shop.verified(id_)
        body = {"identityVerificationId": id_}

        async def press() -> list[httpx.Response]:
            presses = (shop.acall("/identity-verifications", json=body, session=session) for _ in range(8))
            return await asyncio.gather(*presses)

        answers = [(it.status_code, *it.json()["reasons"]) for it in asyncio.run(press())]
        assert sorted(answers) == [(200,), *[(409, "used-before")] * 7]
        assert len(kept(shop)) == 1

    def test_a_person_counts_once(self, shop: Shop) -> None:
        assert shop.sign_up().status_code == 200
        refused(shop.sign_up(customer={"name": "개명함", "phoneNumber": "01000000099"}), 409, "already-a-member")
        assert shop.sign_up(customer={"ci": "another", "di": "another"}).status_code == 200
        assert len(kept(shop)) == 2

    @pytest.mark.parametrize("merchant", ["A" * 100_000, "A\0B"], ids=["long", "with NUL"])
    def test_a_person_counts_once_whatever_the_channels_merchant_is_called(self, shop: Shop, merchant: str) -> None:
        channel = VERIFIED["channel"] | {"pgMerchantId": merchant}
        assert shop.sign_up(channel=channel).status_code == 200
        refused(shop.sign_up(channel=channel), 409, "already-a-member")

    def test_a_shop_that_does_not_tell_of_accounts_does_not(self, engine: sa.Engine) -> None:
        """Nor by its status or its words: they are those of everybody who is not let in."""
        shop = Shop(engine, shops={"quiet": replace(SHOPS["one-account"], tells_of_accounts=False)})
        assert shop.sign_up("quiet").status_code == 200
        sentence = refused(shop.sign_up("quiet"), 422, "not-accepted")
        assert "계정" not in sentence["ko"]
        assert "account" not in sentence["en"]
        member = shop.sign_up("quiet")
        others = [shop.sign_up("quiet", **changes) for changes in ({"status": "FAILED"}, {"channel": {"type": "TEST"}})]
        assert [(it.status_code, it.content) for it in others] == [(member.status_code, member.content)] * 2

    def test_who_verifies_while_portone_is_being_asked_is_fresh(self, engine: sa.Engine) -> None:
        shop = Shop(engine)
        id_, session = shop.start()

        def verify_late() -> None:
            shop.now += timedelta(minutes=2)
            shop.verified(id_)

        shop.portone.meanwhile = verify_late
        assert shop.finish(id_, session).status_code == 200
        assert kept(shop)[0]["created_at"] == int(shop.now.timestamp())

    @pytest.mark.parametrize("customer", [{"name": "\ud800"}, {"ci": "\udfff"}])
    def test_half_a_character_is_no_answer_of_portones(self, shop: Shop, customer: dict[str, str]) -> None:
        id_, session = shop.start()
        shop.verified(id_, customer=customer)
        shop.portone.trouble = [httpx.Response(200, text=json.dumps(shop.portone.records[id_]))]
        refused(shop.finish(id_, session), 503, "portone-cannot-be-asked")

    @pytest.mark.parametrize(("status", "type_"), [(502, "PG_PROVIDER"), (404, "IDENTITY_VERIFICATION_OF_TOMORROW")])
    def test_a_refusal_that_no_read_has_says_nothing_about_a_verification(
        self, shop: Shop, status: int, type_: str
    ) -> None:
        id_, session = shop.start()
        shop.portone.trouble = [httpx.Response(status, json={"type": type_, "pgCode": "x", "pgMessage": "x"})]
        refused(shop.finish(id_, session), 503, "portone-cannot-be-asked")

    def test_a_pool_that_is_used_up_is_said_as_trouble_of_ours(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def used_up(*_: object) -> None:
            raise sa.exc.TimeoutError

        id_, session = shop.start()
        shop.verified(id_)
        monkeypatch.setattr(shop.engine, "connect", used_up)
        refused(shop.finish(id_, session), 503, "try-again")

    def test_what_nobody_thought_of_is_said_so_too(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError

        id_, session = shop.start()
        monkeypatch.setattr(shop.engine, "connect", broken)
        refused(shop.finish_in_spite(id_, session), 503, "try-again")

    @pytest.mark.parametrize(
        ("changes", "reasons"),
        [
            ({"status": "READY"}, ("not-verified",)),
            ({"status": "FAILED"}, ("not-verified",)),
            ({"status": "NEW"}, ("not-verified",)),
            ({"id": "other"}, ("another-id",)),
            ({"version": "V1"}, ("not-v2",)),
            ({"channel": {"type": "TEST"}}, ("not-live",)),
            ({"verifiedAt": "2026-08-23T00:00:00Z"}, ("not-fresh",)),
            ({"customer": {"ci": "MOCKCI", "di": None}}, ("forbidden-identity",)),
            ({"customer": {"ci": None, "di": None}}, ("cannot-tell-apart",)),
            ({"channel": {"type": "TEST"}, "version": None}, ("not-v2", "not-live")),
        ],
    )
    def test_who_is_not_eligible_hears_why(self, shop: Shop, changes: Any, reasons: tuple[str, ...]) -> None:
        refused(shop.sign_up(**changes), 422, *reasons)
        assert kept(shop) == []

    @pytest.mark.parametrize(
        ("name", "birth_date", "reasons"),
        [
            ("from-14", "2012-11-23", ()),
            ("from-14", "2012-11-24", ("needs-guardian",)),
            ("adults", "2007-12-31", ()),
            ("adults", "2008-01-01", ("too-young",)),
            ("adults", None, ("no-birth-date",)),
            ("adults", "2001-02-29", ("impossible-birth-date",)),
            ("adults", "2030-01-01", ("born-in-the-future",)),
            ("one-account", "2020-01-01", ()),
            ("one-account", None, ()),
        ],
    )
    def test_each_shop_has_its_own_age(self, shop: Shop, name: str, birth_date: str | None, reasons: Any) -> None:
        answer = shop.sign_up(name, customer={"birthDate": birth_date})
        if reasons:
            refused(answer, 422, *reasons)
        else:
            assert answer.status_code == 200

    def test_each_shop_says_for_itself_whether_somebody_may_be_unknowable(self, shop: Shop) -> None:
        nobody = {"ci": None, "di": None}
        assert [shop.sign_up(name, customer=nobody).status_code for name in SHOPS] == [200, 200, 422]

    def test_the_age_is_that_of_the_day_in_seoul(self, shop: Shop) -> None:
        shop.now = shop.now.replace(month=12, day=31, hour=14, minute=59)
        refused(shop.sign_up("adults", customer={"birthDate": "2008-12-31"}), 422, "too-young")
        shop.now += timedelta(minutes=1)
        assert shop.sign_up("adults", customer={"birthDate": "2008-12-31"}).status_code == 200

    def test_an_id_of_another_session_is_refused_without_asking_portone(self, shop: Shop) -> None:
        """Whoever sees an id cannot use it, and does not learn either whether it was used."""
        id_, session = shop.start()
        shop.verified(id_)
        _, thief = shop.start()
        refused(shop.finish(id_, thief), 422, "not-issued-to-this-session")
        refused(shop.finish(id_, None), 422, "not-issued-to-this-session")
        assert shop.portone.asked == []
        assert shop.finish(id_, session).status_code == 200
        refused(shop.finish(id_, thief), 422, "not-issued-to-this-session")

    def test_an_id_ends_after_a_day(self, shop: Shop) -> None:
        id_, session = shop.start()
        shop.now += timedelta(days=2)
        shop.verified(id_)
        refused(shop.finish(id_, session), 422, "not-issued-to-this-session")

    @pytest.mark.parametrize(
        "id_",
        [
            "",
            ".",
            "..",
            "../token",
            "a/b",
            "x" * 5,
            "0" * 39,
            "0" * 41,
            "\0" * 40,
            "\ud800" * 40,
            "０" * 40,
            "idv-adult",
        ],
    )
    def test_an_id_that_nobody_here_issued_goes_nowhere(self, shop: Shop, id_: str) -> None:
        _, session = shop.start()
        body = json.dumps({"identityVerificationId": id_}).encode()
        answer = shop.call("/identity-verifications", content=body, session=session)
        refused(answer, 422, "not-issued-to-this-session")
        assert shop.portone.asked == []

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"identityVerificationId": 1}', b'{"id": "a"}', b" " * 5000])
    def test_what_cannot_be_read_is_refused(self, shop: Shop, body: bytes) -> None:
        _, session = shop.start()
        refused(shop.call("/identity-verifications", content=body, session=session), 400, "unreadable-request")

    def test_an_id_that_portone_does_not_know_is_refused(self, shop: Shop) -> None:
        id_, session = shop.start()
        refused(shop.finish(id_, session), 422, "not-found")

    def test_another_method_is_none(self, shop: Shop) -> None:
        async def get() -> int:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(shop.app), base_url="http://a") as browser:
                return (await browser.get("/identity-verifications")).status_code

        assert asyncio.run(get()) == 405


TROUBLE: Final = (
    httpx.ConnectError,
    httpx.ReadTimeout,
    401,
    403,
    429,
    500,
    502,
    503,
    httpx.Response(200, text="<html>"),
)


@pytest.mark.parametrize("trouble", TROUBLE, ids=str)
def test_where_portone_cannot_be_asked_nobody_is_told_that_a_verification_failed(shop: Shop, trouble: Any) -> None:
    id_, session = shop.start()
    shop.verified(id_)
    shop.portone.trouble = [trouble]
    sentence = refused(shop.finish(id_, session), 503, "portone-cannot-be-asked")
    assert "실패한 것은 아니니" in sentence["ko"]
    assert "It has not failed" in sentence["en"]
    assert shop.finish(id_, session).status_code == 200


def test_what_portone_said_of_waiting_is_handed_on(shop: Shop) -> None:
    id_, session = shop.start()
    shop.portone.trouble = [httpx.Response(429, headers={"Retry-After": "60"}, json={})]
    assert shop.finish(id_, session).headers["retry-after"] == "60"


def test_a_database_that_is_gone_is_a_503_too(tmp_path: Any) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/missing/folder.db")
    shop = Shop(engine)
    answer = shop.call("/identity-verifications/start", json={})
    refused(answer, 503, "try-again")
    answer = shop.finish("0" * 40, "signup=" + "x" * 43)
    refused(answer, 503, "try-again")
    engine.dispose()


SECRETS: Final = (SECRET, *VERIFIED["verifiedCustomer"].values())


def test_every_refusal_is_logged_with_its_reason_and_no_answer_or_line_tells_a_secret(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [
        shop.sign_up(),
        shop.sign_up(),
        shop.sign_up(status="READY"),
        shop.sign_up(customer={"ci": "MOCK-a-ci"}),
        shop.sign_up("adults", customer={"birthDate": "2020-02-29"}),
        shop.finish("nobody's\nforged line", None),
    ]
    id_, session = shop.start()
    shop.portone.trouble = [httpx.Response(401, json={"type": "UNAUTHORIZED", "message": "no"})]
    answers.append(shop.finish(id_, session))
    ours = [it for it in caplog.records if it.name == "client.signup"]
    for answer, line in zip(answers, ours, strict=True):
        assert all(reason in line.getMessage() for reason in answer.json()["reasons"])
    assert "UNAUTHORIZED" in ours[-1].getMessage()
    assert "\n" not in ours[-2].getMessage()
    shown = caplog.text + "".join(answer.text + str(answer.headers) for answer in answers)
    assert [it for it in (*SECRETS, "MOCK-a-ci") if it in shown] == []


def test_what_portone_says_is_one_line_of_the_log_and_no_more_than_that(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    id_, session = shop.start()
    said = "안 됨\n2026-01-01 client.signup INFO 'another': accepted\x1b[2J" + "x" * 5000
    shop.portone.trouble = [httpx.Response(500, json={"type": "UNKNOWN", "message": said})]
    refused(shop.finish(id_, session), 503, "portone-cannot-be-asked")
    (logged,) = [it.getMessage() for it in caplog.records if it.name == "client.signup"]
    assert "안 됨" in logged
    assert logged.isprintable()
    assert len(logged) < 1000


def test_an_answer_that_never_ends_is_given_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    id_, session = shop.start()

    async def drip(*_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("client.signup.app.LONGEST_ASKING", 0.01)
    monkeypatch.setattr("client.AsyncPortOneClient.get_identity_verification", drip)
    refused(shop.finish(id_, session), 503, "portone-cannot-be-asked")
    assert kept(shop) == []


def test_a_browser_that_hangs_up_while_it_sends_is_no_error_of_ours(shop: Shop) -> None:
    """An error would go up through the application, and a server would log all of it for every such browser."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    for path in ("/identity-verifications", "/identity-verifications/start"):
        scope: Any = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}
        asyncio.run(shop.app(scope, receive, send))
    assert [it["status"] for it in sent if it["type"] == "http.response.start"] == [400, 400]
