"""What every page of the console has: its headers, its language, its sandbox, its navigation."""

import re
import subprocess
import sys

import pytest

from mock_server.console.sections import SECTIONS
from tests.docs.pages import ROOT, text_of
from tests.in_process import ClientFactory

PAGES = ["/_mock/", *(f"/_mock/console/{section.key}" for section in SECTIONS)]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_of_the_mock_alone_and_framed_by_none(client: ClientFactory, path: str) -> None:
    answer = client().get(path)
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert not re.search(r"<style|<script(?! src=)|\son[a-z]+=|\sstyle=|https?://(?!localhost)", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_whole_navigation_and_says_where_it_is(client: ClientFactory, path: str) -> None:
    text = client().get(path).text
    links = re.findall(r'<li><a href="(/_mock/console/[a-z]+)"( aria-current="page")?>', text)
    assert [link for link, _ in links] == PAGES[1:]
    assert [link for link, current in links if current] == [path if path != "/_mock/" else PAGES[1]]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("ja,en;q=0.5,ko;q=0.7", "ko"),
        ("ja", "en"),
        ("", "ko"),
        (";;,q=;ko;q=x", "en"),
    ],
)
def test_the_language_is_the_browsers(client: ClientFactory, header: str, language: str) -> None:
    assert f'<html lang="{language}">' in client().get("/_mock/", headers={"accept-language": header}).text


def test_the_language_that_was_chosen_is_kept(client: ClientFactory) -> None:
    mock = client()
    chosen = mock.get("/_mock/?lang=en")
    assert '<html lang="en">' in chosen.text
    kept = chosen.headers["set-cookie"].partition(";")[0]
    again = mock.get("/_mock/", headers={"cookie": f"a=b; {kept}", "accept-language": "ko"})
    assert '<html lang="en">' in again.text
    assert '<html lang="ko">' in mock.get("/_mock/?lang=ko", headers={"cookie": kept}).text


def test_a_page_is_of_the_sandbox_that_its_address_names(client: ClientFactory) -> None:
    mock = client()
    mock.raw("PUT", "/_mock/verifications/theirs", json={}, headers={"authorization": "PortOne sandbox-a"})
    page = mock.get("/_mock/?sandbox=store-sandbox-a").text
    assert "theirs" in page
    assert "theirs" not in mock.get("/_mock/").text
    links = re.findall(r'href="(/_mock/[^"]*)"', page)
    assert [link for link in links if "assets" not in link and "sandbox=store-sandbox-a" not in link] == []


def test_an_unknown_sandbox_is_said_and_is_never_the_default_one(client: ClientFactory) -> None:
    answer = client().get("/_mock/?sandbox=store-nobody<b>")
    assert answer.status_code == 404
    assert "store-nobody&lt;b&gt;" in answer.text


@pytest.mark.parametrize("query", ["sandbox=store-nobody&sandbox=", "sandbox=&sandbox=", "sandbox=a&lang=en&sandbox=a"])
def test_two_sandboxes_are_one_too_many(client: ClientFactory, query: str) -> None:
    mock = client()
    mock.post("/_mock/faults", json={"fault": "html"})
    answer = mock.post(f"/_mock/console/faults/remove?{query}")
    assert (answer.status_code, "sandbox" in answer.text) == (400, True)
    assert len(mock.get("/_mock/faults").json()["faults"]) == 1
    assert mock.get(f"/_mock/?{query}").status_code == 400


def test_a_query_that_no_page_takes_is_refused_by_a_page(client: ClientFactory) -> None:
    answer = client().get(f"/_mock/?{'&'.join(f'a{n}=1' for n in range(101))}", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "This is not what a form of the console sends." in answer.text
    assert '<html lang="en">' in answer.text


FORMS = (
    "faults/new/html",
    "next",
    "clock",
    "clock/advance",
    "verifications",
    "people",
    "scenarios/edit",
    "sandboxes",
)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("application/json", b'{"times": 1, "outcome": "cancelled", "seconds": 1, "text": ""}'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\ncontent-disposition: form-data; name="times"\r\n\r\n1\r\n--x--\r\n',
        ),
        ("application/json", b""),
        ("text/plain", b"times=1&outcome=cancelled"),
        ("", b"times=1&outcome=cancelled"),
    ],
)
def test_what_is_no_form_is_refused_and_never_an_empty_one(
    client: ClientFactory, path: str, type_: str, body: bytes
) -> None:
    mock = client()
    before = mock.get("/_mock/state").json()
    answer = mock.post(f"/_mock/console/{path}", content=body, headers={"content-type": type_} if type_ else {})
    assert (answer.status_code, "application/x-www-form-urlencoded" in answer.text) == (400, True)
    assert mock.get("/_mock/state").json() == before
    assert mock.control("GET", "/sandboxes")["total"] == 1


def test_a_forms_type_may_name_its_charset(client: ClientFactory) -> None:
    type_ = "Application/X-WWW-Form-Urlencoded; charset=UTF-8"
    answer = client().post("/_mock/console/next", content=b"outcome=cancelled", headers={"content-type": type_})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/_mock/console/verification", "/_mock/console/verifications"),
        ("/_mock/console/", None),
        ("/_mock/console/verifications/a/b/c", None),
    ],
)
def test_a_page_that_there_is_not_is_404_with_the_nearest(client: ClientFactory, path: str, near: str | None) -> None:
    answer = client().get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert near is None or f"<code>{near}</code>" in answer.text


def test_what_is_only_read_is_not_posted_and_no_other_method_is_taken(client: ClientFactory) -> None:
    mock = client()
    assert mock.raw("PUT", "/_mock/").headers["allow"] == "GET, POST"
    assert mock.raw("POST", "/_mock/console/verifications/x").status_code == 405
    assert mock.raw("HEAD", "/_mock/").content == b""


def test_the_console_is_imported_by_its_first_visit() -> None:
    code = (
        "import sys, mock_server.app as app; from mock_server import create_app; create_app(); "
        "print([name for name in sys.modules if name.startswith('mock_server.console.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['mock_server.console.door']"


def test_without_a_slash_it_is_led_to_the_address_with_one(client: ClientFactory) -> None:
    answer = client().get("/_mock?sandbox=store-sandbox-a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/_mock/?sandbox=store-sandbox-a")


def test_every_section_is_in_its_document_under_both_of_its_names() -> None:
    text = text_of(ROOT / "docs" / "console.md")
    assert [each.key for each in SECTIONS if f"| {each.name.ko} | {each.name.en} |" not in text] == []
