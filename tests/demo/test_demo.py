"""`make demo` as people use it: two processes, a page in a real browser, a window, and what the four columns show."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.demo.processes import demo
from tests.window.chromium import ARGUMENTS, WITHOUT, executable

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_MS: Final = 10_000


def answers(base_url: str) -> bool:
    try:
        return httpx.get(base_url, trust_env=False, follow_redirects=True).status_code == 200
    except httpx.ConnectError:
        return False


@pytest.mark.parametrize("ends_well", [True, False])
def test_both_processes_run_until_the_block_ends_however_it_ends(ends_well: bool) -> None:
    with suppress(LookupError), demo() as (mock, page):
        assert answers(mock)
        assert answers(page)
        if not ends_well:
            raise LookupError
    assert not answers(mock)
    assert not answers(page)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_leaves_no_server_behind(end: signal.Signals) -> None:
    environment = os.environ | {"PORTONE_MOCK_API_SECRET": "another", "SIGNUP_MODE": "production", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tests.demo", "--no-browser"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout
        page, mock = (process.stdout.readline().split()[-1] for _ in range(2))
        assert "본인인증" in httpx.get(page, trust_env=False).text
        process.send_signal(end)
        assert process.wait(30) == 0
    assert not answers(page)
    assert not answers(mock)


def test_an_option_that_it_does_not_have_is_refused() -> None:
    command = [sys.executable, "-m", "tests.demo", "--terminal"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--no-browser" in ran.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_demo_runs_it_with_the_packages_of_the_tests() -> None:
    shown = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "environment.sh dev -m tests.demo" in shown


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS, ignore_default_args=WITHOUT)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses() -> Iterator[tuple[str, str]]:
    with demo() as addresses:
        yield addresses


class Demo:
    """The page in a tab of its own, with nobody signed up."""

    def __init__(self, page: Page, mock: str) -> None:
        self.page, self.mock = page, mock

    def choose(self, shop: str, channel: str = "danal") -> None:
        self.page.get_by_test_id(f"shop-{shop}").check()
        self.page.get_by_test_id("channel").select_option(f"channel-key-{channel}")

    def verify(self, person: str, outcome: str = "verified") -> None:
        """Press the button and choose in the window."""
        before = self.attempts.count()
        with self.page.expect_popup(timeout=PATIENCE_MS) as opened:
            self.page.get_by_test_id("verify").click()
        window = opened.value
        window.get_by_test_id(f"person-{person}").click()
        window.get_by_test_id("outcome").select_option(outcome)
        with window.expect_event("close", timeout=PATIENCE_MS):
            window.get_by_test_id("complete").click()
        expect(self.attempts).to_have_count(before + 1, timeout=PATIENCE_MS)

    def again(self) -> None:
        before = self.attempts.count()
        self.page.get_by_test_id("again").click()
        expect(self.attempts).to_have_count(before + 1, timeout=PATIENCE_MS)

    def reset(self) -> None:
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            self.page.get_by_test_id("reset").click()
        expect(self.page.get_by_test_id("channel").locator("option")).not_to_have_count(0)

    @property
    def attempts(self) -> Locator:
        return self.page.locator("article")

    def column(self, name: str) -> str:
        """What that column of the newest attempt shows."""
        return self.attempts.first.get_by_test_id(name).inner_text()

    def answered(self) -> Any:
        status, _, body = self.column("answered").partition("\n")
        assert status == "HTTP 200"
        return json.loads(body)


@pytest.fixture
def tab(chromium: Browser, addresses: tuple[str, str]) -> Iterator[Demo]:
    context = chromium.new_context(locale="ko-KR", viewport={"width": 1400, "height": 1000})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page = context.new_page()
    page.goto(addresses[1])
    shown = Demo(page, addresses[0])
    shown.reset()
    yield shown
    context.close()
    assert errors == []


@pytest.mark.browser
class TestThePage:
    def test_somebody_signs_up_and_each_side_is_shown(self, tab: Demo) -> None:
        tab.choose("adults")
        tab.verify("adult")
        assert tab.column("sentence") == "가입되었습니다."
        (sent,) = json.loads(tab.column("sent")).items()
        assert sent[0] == "identityVerificationId"
        assert tab.answered()["id"] == sent[1]
        assert tab.answered()["verifiedCustomer"]["name"] == "김모의"
        assert tab.column("decided").split("\n")[:2] == ["HTTP 200", "accepted"]
        assert tab.column("guide") == "신규 고객"

    def test_the_same_person_again_is_a_409_without_a_window(self, tab: Demo) -> None:
        expect(tab.page.get_by_test_id("again")).to_be_disabled()
        tab.choose("one-account")
        tab.verify("adult-woman")
        tab.again()
        assert tab.column("decided") == "HTTP 409\nrefused\n- already-a-member"
        assert tab.column("sentence") == "이미 가입한 회원입니다. 로그인해 주세요."

    def test_the_second_column_is_what_the_backend_got_and_nothing_that_a_browser_could_ask(self, tab: Demo) -> None:
        tab.choose("one-account")
        box = {"Authorization": "PortOne mock-api-secret"}
        for fault, answered in (
            ({"fault": "html", "times": 9}, "HTTP 502\n<"),
            ({"fault": "status", "status": 503, "times": 9}, "HTTP 503\n{"),
            ({"fault": "reset-before", "times": 9}, "답이 오지 않았습니다."),
            ({"fault": "not-found"}, "HTTP 404\n{"),
        ):
            order = {"match": {"operation": "getIdentityVerification"}, **fault}
            ordered = httpx.post(f"{tab.mock}/_mock/faults", json=order, headers=box, trust_env=False)
            assert ordered.is_success, ordered.text
            tab.verify("adult")
            httpx.delete(f"{tab.mock}/_mock/faults", headers=box, trust_env=False).raise_for_status()
            assert tab.column("answered").startswith(answered)
            assert "인증 실패" in tab.column("guide")

    def test_an_id_that_nobody_issued_is_not_asked_for(self, tab: Demo) -> None:
        tab.page.goto(f"{tab.page.url}?identityVerificationId=somebody-elses")
        expect(tab.attempts).to_have_count(1)
        assert tab.column("answered") == "포트원에 묻지 않았습니다."
        assert tab.column("decided") == "HTTP 422\nrefused\n- not-issued-to-this-session"

    def test_a_reload_forgets_nothing(self, tab: Demo) -> None:
        tab.choose("one-account")
        tab.page.get_by_test_id("language").click()
        tab.verify("adult")
        before = tab.attempts.first.inner_text()
        tab.page.reload()
        expect(tab.attempts).to_have_count(1)
        assert tab.attempts.first.inner_text() == before
        tab.again()
        assert tab.column("guide") == "a customer already"
        assert "already-a-member" in tab.column("decided")  # the shop, too, is the one that was chosen

    def test_starting_over_empties_both_sides(self, tab: Demo) -> None:
        tab.choose("one-account")
        tab.verify("adult")
        id_ = tab.answered()["id"]
        tab.reset()
        expect(tab.attempts).to_have_count(0)
        assert httpx.get(f"{tab.mock}/_mock/verifications/{id_}", trust_env=False).status_code == 404
        tab.choose("one-account")
        tab.verify("adult")
        assert "HTTP 200" in tab.column("decided")

    @pytest.mark.parametrize(
        ("shop", "person", "decided", "guide"),
        [
            ("adults", "youth-act-last", "HTTP 200\naccepted", "1999년은 고정된 해입니다"),
            ("adults", "minor-18", "HTTP 422\nrefused\n- too-young", "연령 미달"),
            ("from-14", "child-13", "HTTP 422\nrefused\n- needs-guardian", "연령 미달"),
            ("from-14", "turns-14-today", "HTTP 200\naccepted", "1999년은 고정된 해입니다"),
        ],
    )
    def test_each_shop_has_its_own_rule_and_the_guides_code_has_one_year(
        self, tab: Demo, shop: str, person: str, decided: str, guide: str
    ) -> None:
        tab.choose(shop)
        tab.verify(person)
        assert tab.column("decided").strip() == decided
        assert guide in tab.column("guide")

    def test_without_a_di_the_guides_code_takes_two_people_for_one(self, tab: Demo) -> None:
        tab.choose("one-account", "inicis")
        tab.verify("adult")
        tab.verify("adult-woman")
        assert "di" not in tab.answered()["verifiedCustomer"]
        assert "HTTP 200" in tab.column("decided")
        assert "DI가 없는 두 사람을 같은 사람으로 보았습니다." in tab.column("guide")

    def test_who_gives_up_hears_so_and_can_try_again(self, tab: Demo) -> None:
        tab.choose("one-account")
        tab.verify("adult", "cancelled")
        assert tab.column("decided") == "HTTP 422\nrefused\n- not-verified"
        expect(tab.page.get_by_test_id("alert")).to_be_visible()
        tab.verify("adult")
        assert "HTTP 200" in tab.column("decided")
        expect(tab.page.get_by_test_id("alert")).to_be_hidden()

    def test_everything_is_said_in_english_too(self, tab: Demo) -> None:
        tab.choose("adults")
        tab.verify("minor-18")
        tab.page.get_by_test_id("language").click()
        assert tab.column("sentence") == "You are not old enough to sign up here."
        ours = tab.page.locator("header, form, h2, .sentence, [data-testid=guide]").all_inner_texts()
        assert not re.search("[가-힣]", " ".join(ours).replace("한국어", ""))
        tab.page.get_by_test_id("language").click()
        assert tab.column("sentence") == "이용할 수 있는 나이가 아닙니다."

    def test_a_phone_comes_back_by_a_redirect(self, chromium: Browser, addresses: tuple[str, str]) -> None:
        context = chromium.new_context(
            locale="ko-KR", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True,
            user_agent="Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
        )  # fmt: skip
        page = context.new_page()
        page.goto(addresses[1])
        page.get_by_test_id("shop-from-14").check()
        page.get_by_test_id("verify").click()
        page.get_by_test_id("person-adult").click()
        page.get_by_test_id("complete").click()
        shown = Demo(page, addresses[0])
        expect(shown.attempts).to_have_count(1, timeout=PATIENCE_MS)
        assert shown.column("decided").startswith("HTTP")
        assert page.url == f"{addresses[1]}/"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()

    def test_the_secret_is_nowhere_in_the_browser(self, tab: Demo) -> None:
        said: list[str] = []
        tab.page.on("request", lambda request: said.append(f"{request.url} {request.headers} {request.post_data}"))
        tab.page.on("response", lambda response: said.append(response.text() if response.ok else ""))
        tab.reset()
        tab.choose("one-account")
        tab.verify("adult")
        tab.page.evaluate("1")
        assert len(said) > 8
        assert [it for it in said if "mock-api-secret" in it] == []
