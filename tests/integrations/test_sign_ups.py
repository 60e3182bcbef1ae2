"""Every sign-up sample answers the same, over real sockets, whatever PortOne and browsers do.

One table for all of them: what PortOne has under the id that the sample issued, and what becomes of the sign-up.
"""

import itertools
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.conftest import NODE_FOLDER
from tests.integrations.process import SAMPLES as FOLDER
from tests.integrations.sign_up import COMMANDS, SPRING, Site, running, settings_for
from tests.node import environment

MARKS: Final = {"express-server-sdk": [pytest.mark.node], SPRING: [pytest.mark.jars]}
SAMPLES: Final = [pytest.param(sample, marks=MARKS.get(sample, []), id=sample) for sample in COMMANDS]
AT_ONCE: Final = 20
LONGEST: Final = 110
numbers: Final = itertools.count(100)


class Shop:
    """A sample, and the sandbox that is PortOne to it."""

    def __init__(self, sample: str, site: Site, box: SandboxHandle) -> None:
        self.sample, self.site, self.box = sample, site, box

    def sign_up(self, **order: Any) -> httpx.Response:
        """Somebody who has not been here, unless the order says who it is."""
        id_, session = self.issued(**order)
        return self.site.finish(id_, session)

    def issued(self, **order: Any) -> tuple[str, str]:
        id_, session = self.site.start()
        self.box.put_verification(id_, **{"person": somebody()} | order)
        return id_, session

    def reads(self) -> int:
        """How often PortOne was asked."""
        return len(self.box.requests(operation="getIdentityVerification"))


def somebody(like: str = "adult") -> str:
    return f"{like}~{next(numbers)}"


def said(answer: httpx.Response) -> tuple[int, str]:
    """The status and the one reason of an answer, whose shape is always the same."""
    body = answer.json()
    assert set(body) == {"decision", "reasons"}, body
    decision = {200: "accepted", 503: "undecided"}.get(answer.status_code, "refused")
    assert body["decision"] == decision
    assert ("retry-after" in answer.headers) == (answer.status_code == 503)
    return answer.status_code, ", ".join(body["reasons"])


@pytest.fixture(scope="module", params=SAMPLES)
def shop(
    request: pytest.FixtureRequest, portone: MockPortOne, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    box = portone.sandbox()
    with running(request.param, settings_for(box, tmp_path_factory.mktemp("sign-up") / "accounts.db")) as site:
        yield Shop(request.param, site, box)
    shown = "".join(site.lines)
    assert [it for it in (box.api_secret, "MOCKCI", "MOCKDI", "김모의") if it in shown] == []
    box.drop()


ACCEPTED: Final = (200, "")
UNASKED: Final = (503, "portone-cannot-be-asked")
NOT_VERIFIED: Final = (422, "not-verified")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({}, ACCEPTED),
        ({"channel": "kcp"}, ACCEPTED),
        ({"channel": "inicis"}, ACCEPTED),
        ({"channel": "danal-no-ci"}, ACCEPTED),
        ({"person": "turned-19-yesterday"}, ACCEPTED),
        ({"person": "turns-19-today"}, ACCEPTED),
        ({"person": "turns-19-tomorrow"}, (422, "too-young")),
        ({"person": "leap-day"}, ACCEPTED),
        ({"person": "foreigner"}, ACCEPTED),
        ({"person": "minor-18"}, (422, "too-young")),
        ({"person": "child-13"}, (422, "too-young")),
        ({"customer": {"birthDate": None}}, (422, "no-birth-date")),
        ({"version": "V1"}, (422, "not-v2")),
        ({"status": "READY"}, NOT_VERIFIED),
        ({"status": "FAILED"}, NOT_VERIFIED),
        ({"outcome": "cancelled"}, NOT_VERIFIED),
        ({"outcome": "abandoned"}, NOT_VERIFIED),
        ({"verifiedAt": "-2h", "requestedAt": "-3h"}, (422, "not-fresh")),
        ({"channel": "danal-no-ci", "customer": {"di": None}}, (422, "cannot-tell-apart")),
    ],
    ids=str,
)
def test_what_portone_has_under_the_id_decides(shop: Shop, order: dict[str, Any], expected: tuple[int, str]) -> None:
    assert said(shop.sign_up(**order)) == expected


def test_an_id_that_portone_does_not_know_is_refused(shop: Shop) -> None:
    assert said(shop.site.finish(*shop.site.start())) == (422, "not-found")


def test_an_id_of_another_session_is_refused_and_portone_not_asked(shop: Shop) -> None:
    id_, session = shop.issued()
    asked = shop.reads()
    for thief in (shop.site.start()[1], "", "signup=short", f"signup={'0' * 64}"):
        assert said(shop.site.finish(id_, thief)) == (422, "not-issued-to-this-session")
    assert shop.reads() == asked
    assert said(shop.site.finish(id_, session)) == ACCEPTED


def test_a_verification_counts_once(shop: Shop) -> None:
    id_, session = shop.issued()
    assert [said(shop.site.finish(id_, session)) for _ in range(3)] == [ACCEPTED, *[(409, "used-before")] * 2]
    assert len(shop.box.requests(identityVerificationId=id_)) == 1


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ({"customer": {"phoneNumber": "01099990000"}}, (409, "already-a-member")),
        ({"customer": {"name": "김개명"}}, (409, "already-a-member")),
        ({"customer": {"ci": None}}, (409, "already-a-member")),  # by DI alone
        ({"channel": "inicis"}, (409, "already-a-member")),  # by CI alone
        ({"channel": "danal-no-ci"}, ACCEPTED),  # by the DI of another site, which says nothing about this one
    ],
    ids=str,
)
def test_a_person_counts_once_by_di_or_by_ci(shop: Shop, again: Any, expected: tuple[int, str]) -> None:
    person = somebody()
    assert said(shop.sign_up(person=person)) == ACCEPTED
    assert said(shop.sign_up(person=person, **again)) == expected


def test_two_who_have_no_di_or_neither_are_never_one(shop: Shop) -> None:
    assert [said(shop.sign_up(channel="inicis")) for _ in range(2)] == [ACCEPTED] * 2
    nobody = {"customer": {"ci": None, "di": None}}
    assert [said(shop.sign_up(**nobody)) for _ in range(2)] == [(422, "cannot-tell-apart")] * 2


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "status", "status": 500},
        {"fault": "status", "status": 503, "body": "unavailable"},
        {"fault": "status", "status": 401},
        {"fault": "status", "status": 404, "body": "<h1>a proxy's own page</h1>"},
        {"fault": "rate-limit", "retryAfter": 3},
        {"fault": "reset-before"},
        {"fault": "reset-after"},
        {"fault": "truncate", "bytes": 20},
        {"fault": "html"},
        {"fault": "malformed-json"},
        {"fault": "delay", "seconds": 1.5},
    ],
    ids=str,
)
def test_where_portone_cannot_be_asked_nothing_is_decided_and_the_same_id_works_later(
    shop: Shop, fault: dict[str, Any]
) -> None:
    id_, session = shop.issued()
    shop.box.order_fault(**fault, times=None)  # Java's HttpClient asks again by itself after a reset
    assert said(shop.site.finish(id_, session)) == UNASKED
    shop.box.forget_faults()
    assert said(shop.site.finish(id_, session)) == ACCEPTED
    shop.box.wait_for_requests(2, identityVerificationId=id_)  # what was given up is still under way


@pytest.mark.parametrize("body", ["[]", "{}", "null", '"VERIFIED"', '{"status": null}'])
def test_an_answer_that_is_json_and_no_record_decides_nothing(shop: Shop, body: str) -> None:
    id_, session = shop.issued()
    shop.box.order_fault("status", status=200, body=body)
    assert said(shop.site.finish(id_, session)) == UNASKED


def test_an_empty_ci_or_di_is_as_good_as_none(shop: Shop) -> None:
    """Two people with an empty one are not one person, so nobody is signed up by it."""
    id_, session = shop.issued()
    record = shop.box.verification(id_)["answer"]
    record["verifiedCustomer"] |= {"ci": "", "di": ""}
    shop.box.order_fault("status", status=200, body=json.dumps(record))
    assert said(shop.site.finish(id_, session)) == (422, "cannot-tell-apart")


def test_members_that_are_new_change_nothing(shop: Shop) -> None:
    id_, session = shop.issued()
    shop.box.order_fault("extra-fields")
    assert said(shop.site.finish(id_, session)) == ACCEPTED


def test_a_status_that_is_new_is_no_verification(shop: Shop) -> None:
    """portone-server-sdk cannot tell it from an answer that makes no sense."""
    id_, session = shop.issued()
    shop.box.order_fault("unknown-status", status="REVOKED")
    assert said(shop.site.finish(id_, session)) == (UNASKED if shop.sample == "fastapi-server-sdk" else NOT_VERIFIED)


@pytest.mark.parametrize("one_verification", [True, False])
def test_of_many_at_once_exactly_one_gets_the_account(shop: Shop, one_verification: bool) -> None:
    """The same verification from 20 tabs, or 20 verifications of one person."""
    person = somebody()
    issued = [shop.issued(person=person) for _ in range(1 if one_verification else AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as tabs:
        jobs = [tabs.submit(shop.site.finish, *issued[n % len(issued)]) for n in range(AT_ONCE)]
    answers = sorted(said(job.result())[0] for job in jobs)
    assert answers == [200] + [409] * (AT_ONCE - 1)


AWKWARD: Final = (
    *("", ".", "..", "../", "a/b", "?", "#", "%2e%2e", "'; --", "idv-adult"),
    *(character * 40 for character in ("0", "\0", "０", "/")),
)


@pytest.mark.parametrize("id_", AWKWARD, ids=lambda id_: ascii(id_[:9]))
def test_an_id_that_nobody_issued_goes_nowhere(shop: Shop, id_: str) -> None:
    assert_refused_unasked(shop, body_with(id_), (422, "not-issued-to-this-session"))


def test_what_is_no_unicode_is_no_id_either(shop: Shop) -> None:
    """A lone surrogate: some parsers take it for a text and some do not."""
    _, session = shop.site.start()
    answer = shop.site.post("/identity-verifications", session, content=body_with("\ud800" * 40))
    assert said(answer) in [(422, "not-issued-to-this-session"), (400, "unreadable-request")]


@pytest.mark.parametrize("id_", [None, 1, True, [], {}, ["0" * 40], "x" * 10_000], ids=lambda id_: repr(id_)[:9])
def test_what_is_no_id_at_all_is_unreadable(shop: Shop, id_: Any) -> None:
    assert_refused_unasked(shop, body_with(id_), (400, "unreadable-request"))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b"{}", b"\xff", b"[" * 3000], ids=lambda body: ascii(body[:9])
)
def test_what_is_no_json_object_is_unreadable(shop: Shop, body: bytes) -> None:
    assert_refused_unasked(shop, body, (400, "unreadable-request"))


def assert_refused_unasked(shop: Shop, body: bytes, expected: tuple[int, str]) -> None:
    _, session = shop.site.start()
    asked = len(shop.box.requests())
    answer = shop.site.post("/identity-verifications", session, content=body)
    assert said(answer) == expected
    assert len(shop.box.requests()) == asked


def body_with(id_: Any) -> bytes:
    """Escaped, so that what cannot be written in UTF-8 arrives as well."""
    return json.dumps({"identityVerificationId": id_}).encode()


def test_nothing_but_the_id_is_taken_from_the_browser(shop: Shop) -> None:
    id_, session = shop.issued(person="minor-18")
    sent = {"identityVerificationId": id_, "verifiedCustomer": {"birthDate": "1950-01-01"}, "birthDate": "1950-01-01"}
    assert said(shop.site.post("/identity-verifications", session, json=sent)) == (422, "too-young")


def test_what_starts_is_what_the_window_needs_and_the_secret_is_not_in_it(shop: Shop) -> None:
    answer = shop.site.post("/identity-verifications/start")
    body = answer.json()
    assert set(body) == {"identityVerificationId", "storeId", "channelKey"}
    assert re.fullmatch("[0-9a-f]{40}", body["identityVerificationId"])
    assert (body["storeId"], body["channelKey"]) == (shop.box.store_id, shop.box.channels["danal"].key)
    assert shop.box.api_secret not in answer.text + str(answer.headers)
    cookie = answer.headers["set-cookie"].lower()
    assert [it for it in ("httponly", "samesite=lax", "path=/") if it not in cookie] == []


def test_a_session_goes_on_and_one_that_is_none_of_ours_is_not_taken_over(shop: Shop) -> None:
    _, session = shop.site.start()
    assert shop.site.start(session)[1] == session
    assert shop.site.start("signup=chosen-by-somebody-else")[1] != "signup=chosen-by-somebody-else"


def test_the_id_is_asked_for_once_with_the_secret_and_this_shops_store(shop: Shop) -> None:
    id_, session = shop.issued()
    shop.site.finish(id_, session)
    (row,) = shop.box.requests(identityVerificationId=id_)
    assert (row["path"], row["credential"]) == (f"/identity-verifications/{id_}", "secret")
    assert row["query"] == f"storeId={shop.box.store_id}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_in_production_neither_test_channels_nor_a_mocks_people_pass_and_cookies_want_https(
    sample: str, box: SandboxHandle, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "accounts.db") | {"SIGNUP_MODE": "production"}
    real = {"customer": {"ci": "a real one's", "di": "likewise"}}
    with running(sample, settings) as site:
        shop = Shop(sample, site, box)
        assert said(shop.sign_up()) == (422, "forbidden-identity")
        assert said(shop.sign_up(channel="kcp-test")) == (422, "not-live, forbidden-identity")
        assert said(shop.sign_up(channel="kcp-test", **real)) == (422, "not-live")
        assert said(shop.sign_up(**real)) == ACCEPTED
        assert "secure" in site.post("/identity-verifications/start").headers["set-cookie"].lower()


@pytest.mark.parametrize("sample", SAMPLES)
def test_where_nobody_answers_nothing_is_decided_and_the_log_says_so_without_the_secret(
    sample: str, box: SandboxHandle, tmp_path: Path
) -> None:
    nobody = {"PORTONE_API_BASE": "http://127.0.0.1:9", "PORTONE_API_SECRET": "not-for-any-log"}
    with running(sample, settings_for(box, tmp_path / "accounts.db") | nobody) as site:
        assert said(site.finish(*site.start())) == UNASKED
    shown = "".join(site.lines)
    assert "PortOne could not be asked" in shown
    assert "not-for-any-log" not in shown


@pytest.mark.parametrize("sample", SAMPLES)
def test_two_processes_on_one_database_open_one_account(sample: str, box: SandboxHandle, tmp_path: Path) -> None:
    """Uniqueness that lives in the process would open two. What one issued, the other takes."""
    settings = settings_for(box, tmp_path / "accounts.db")
    with running(sample, settings) as one, running(sample, settings) as other, ThreadPoolExecutor(AT_ONCE) as tabs:
        issued = [one.start() for _ in range(AT_ONCE)]
        for id_, _ in issued:
            box.put_verification(id_)
        jobs = [tabs.submit((one, other)[n % 2].finish, *it) for n, it in enumerate(issued)]
        assert sorted(said(job.result())[0] for job in jobs) == [200] + [409] * (AT_ONCE - 1)


@pytest.mark.parametrize("sample", SAMPLES[:2])  # of the third Spring reads them
def test_it_says_which_settings_are_missing(sample: str) -> None:
    ran = subprocess.run(
        COMMANDS[sample](),
        cwd=FOLDER / sample,
        env=environment(PORTONE_API_SECRET="x"),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert ran.returncode != 0
    assert ran.stderr == (
        "Not set: PORTONE_STORE_ID, PORTONE_CHANNEL_KEY, SIGNUP_HASH_KEY. README.md says what each of them is.\n"
    )


def test_each_file_is_short_and_its_packages_are_those_that_the_tests_install() -> None:
    """So that it runs here with what a person who copies it installs."""
    installed = json.loads((NODE_FOLDER / "package.json").read_bytes())["dependencies"]
    wanted = json.loads((FOLDER / "express-server-sdk" / "package.json").read_bytes())["dependencies"]
    assert wanted.items() <= installed.items()
    needed = (FOLDER / "fastapi-server-sdk" / "requirements.txt").read_text("utf-8").splitlines()
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    ours = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [it for it in needed if it not in ours and not it.startswith("uvicorn")] == []
    for sample in COMMANDS:
        for source in (FOLDER / sample).rglob("*.*"):
            if source.suffix in {".py", ".cjs", ".java"}:
                assert len(source.read_text("utf-8").splitlines()) <= LONGEST, source
