"""Applications that are called and answer in other ways than the usual: GET, JSON members, cookies, an admin token."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from contracts.probe.application import BadTemplate, template
from mock_server import Settings
from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.probe.command import checked, free_port, probe
from tests.served import on_a_port, served

# Enough to tell whether an answer is read as it is meant.
ONLY: Final = ("--only", "STATUS-01,STATUS-02,TRANSPORT-01,FORGED-01,AGE-01", "--json", "report.json")


class Odd(BaseHTTPRequestHandler):
    """Takes GET, says everything with 200, and issues ids to a session."""

    mock: SandboxHandle
    sessions: dict[str, str]
    believes_the_query = False
    gateway = 0

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.told(self.verdict(query))

    def do_POST(self) -> None:
        """An id in a member of a member, and a cookie whose value has an equals sign; or a form."""
        if self.path == "/form":
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[-1] for name, values in parse_qs(sent).items()}
            is_form = self.headers["content-type"] == "application/x-www-form-urlencoded" and form["agreed"] == "yes"
            self.told(self.verdict(form if is_form else {}))
        else:
            session, id_ = secrets.token_hex(8) + "=", secrets.token_hex(10)
            self.sessions[session] = id_
            self.told({"data": {"id": id_}}, {"Set-Cookie": f"sid={session}; Path=/; HttpOnly; Secure"})

    def verdict(self, query: dict[str, str]) -> dict[str, Any]:
        id_ = query.get("id", "")
        session = (self.headers["cookie"] or "").partition("sid=")[2]
        if self.headers["x-shop"] != "one" or (self.sessions and self.sessions.get(session) != id_):
            return {"result": {"code": "NO_SESSION"}}
        address = f"{self.mock.base_url}/identity-verifications/{quote(id_, safe='')}"
        answer = httpx.get(address, headers={"Authorization": f"PortOne {self.mock.api_secret}"}, trust_env=False)
        if answer.status_code >= 500 and self.gateway:
            return {"result": {"code": "UPSTREAM"}}
        if answer.status_code >= 500:
            return {"result": {"code": "RETRY"}}
        status = query.get("status") if self.believes_the_query else None
        verified = (status or answer.json().get("status")) == "VERIFIED"
        return {"result": {"code": "OK" if verified else "NOT_VERIFIED"}}

    def told(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self.send_response(self.gateway if body == {"result": {"code": "UPSTREAM"}} else 200)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def serving(box: SandboxHandle, **members: Any) -> Iterator[str]:
    with served(on_a_port(type("It", (Odd,), {"mock": box, "sessions": {}, **members}))) as url:
        yield f"{url}/verify"


READ: Final = ("--accepted", "result.code=OK,WELCOME", "--later", "result.code=RETRY", "--headers", "X-Shop: one")
ASKED: Final = ("--endpoint", "GET /verify?id={id}")
ISSUED: Final = ("--start", "POST /start", "--start-member", "data.id")


def verdicts(url: str, box: SandboxHandle, tmp_path: Path, *more: str) -> dict[str, str]:
    done = probe(url, "--mock", box.base_url, "--api-secret", box.api_secret, *ONLY, *more, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    cases = checked((tmp_path / "report.json").read_text("utf-8"))["cases"]
    return {row["case"]: row["verdict"] for row in cases}


@pytest.mark.parametrize("more", [(), ISSUED], ids=["ids of the page", "ids of the server"])
def test_a_get_that_says_all_with_200_is_read_by_its_members(
    more: tuple[str, ...], box: SandboxHandle, tmp_path: Path
) -> None:
    with serving(box) as url:
        read = verdicts(url, box, tmp_path, *READ, *ASKED, *more)
    assert set(read.values()) == {"held"}


def test_a_gateways_status_means_later_where_somebody_says_so(box: SandboxHandle, tmp_path: Path) -> None:
    only = ("--only", "TRANSPORT-01", "--endpoint", "GET /verify?id={id}", *READ[4:], "--accepted", "result.code=OK")
    with serving(box, gateway=502) as url:
        target = (url, "--mock", box.base_url, "--api-secret", box.api_secret, *only, "--fail-on", "advice")
        crashed = probe(*target, cwd=tmp_path)
        told = probe(*target, "--later", "result.code=RETRY", "--later", "status=502,504", cwd=tmp_path)
        other = probe(*target, "--later", "status=504", cwd=tmp_path)
    assert (crashed.returncode, told.returncode, other.returncode) == (1, 0, 1), told.stdout
    assert "try again later (if 502 means that to your page: --later status=502)" in crashed.stdout
    assert other.stdout.count("--later status=504") == 1


def test_without_the_word_for_later_an_outage_is_taken_for_a_refusal(box: SandboxHandle, tmp_path: Path) -> None:
    with serving(box) as url:
        read = verdicts(url, box, tmp_path, *READ[:2], *READ[4:], *ASKED)
    assert {number for number, word in read.items() if word == "broken"} == {"TRANSPORT-01"}


def test_what_is_forged_goes_into_the_query_of_a_get(box: SandboxHandle, tmp_path: Path) -> None:
    with serving(box, believes_the_query=True) as url:
        read = verdicts(url, box, tmp_path, *READ, *ASKED)
    assert {number for number, word in read.items() if word == "broken"} == {"FORGED-01"}


@pytest.mark.parametrize(
    ("text", "path", "body"),
    [
        ("GET /v?id={id}", "/v?id=a%2Fb&status=VERIFIED&n=1", None),
        ("GET /v/{id}", "/v/a%2Fb?status=VERIFIED&n=1", None),
        ("POST /v", "/v", {"identityVerificationId": "a/b", "status": "VERIFIED", "n": 1}),
        ('PUT /v {"a": {"id": "{id}"}, "b": ["{id}"]}', "/v", {"a": {"id": "a/b"}, "b": ["a/b"]}),
    ],
)
def test_an_id_and_what_goes_with_it_take_their_places(text: str, path: str, body: Any) -> None:
    told = {"status": "VERIFIED", "n": 1}
    filled = template(text).filled("a/b", told)
    wanted = body if text.startswith(("GET", "POST")) else {**body, **told}
    assert (filled[0], filled[1] and json.loads(filled[1])) == (path, wanted)


@pytest.mark.parametrize(
    ("text", "id_", "body"),
    [
        ("POST /v id={id}", "a/b&c=d", "id=a%2Fb%26c%3Dd&status=VERIFIED&n=1"),
        ("POST /v id={id}&plan=a+b&empty=", "x", "id=x&plan=a+b&empty=&status=VERIFIED&n=1"),
        ("PUT /v status=READY&id=in-{id}", "x", "id=in-x&status=VERIFIED&n=1"),
        ("POST /v id={id}", ["x"], "id=%5B%22x%22%5D&status=VERIFIED&n=1"),
    ],
)
def test_a_form_has_the_id_and_what_goes_with_it_among_its_members(text: str, id_: Any, body: str) -> None:
    asked = template(text)
    assert asked.filled(id_, {"status": "VERIFIED", "n": 1}) == ("/v", body)
    assert asked.media_type == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("wrong", ["{id}", '{"id": {id}}', "id={id}&", "id={id}&x"])
def test_what_is_neither_json_nor_a_form_is_said_to_be_neither(wrong: str) -> None:
    with pytest.raises(BadTemplate, match="or a form"):
        template(f"POST /v {wrong}")


def test_an_application_that_takes_a_form_is_judged_like_any_other(box: SandboxHandle, tmp_path: Path) -> None:
    asked = ("--endpoint", "POST /form id={id}&agreed=yes", *ASKED[2:])
    with serving(box) as url:
        assert set(verdicts(url, box, tmp_path, *READ, *asked).values()) == {"held"}
    with serving(box, believes_the_query=True) as url:
        read = verdicts(url, box, tmp_path, *READ, *asked)
    assert {number for number, word in read.items() if word == "broken"} == {"FORGED-01"}


def test_a_mock_that_wants_an_admin_token_is_given_it(tmp_path: Path) -> None:
    settings = Settings(host="0.0.0.0", port=0, admin_token="a-token")
    with MockPortOne(settings) as mock:
        box = mock.default
        with serving(box) as url:
            target = (url, "--mock", box.base_url, "--api-secret", box.api_secret, *READ, *ASKED, *ONLY)
            done = probe(*target, cwd=tmp_path)
            assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
            assert "PORTONE_CONTRACTS_ADMIN_TOKEN" in done.stderr
            # A wrong secret of the sandbox is told from a wrong token.
            wrong = probe(*target[:4], "nobodys", "--admin-token", "a-token", cwd=tmp_path)
            assert (wrong.returncode, "has no sandbox of this secret: see --api-secret" in wrong.stderr) == (2, True)
            assert "want its admin token" in probe(*target, "--admin-token", "b", cwd=tmp_path).stderr
            done = probe(*target, cwd=tmp_path, PORTONE_CONTRACTS_ADMIN_TOKEN="a-token")
            assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_where_no_mock_is_it_is_said_how_to_start_one(tmp_path: Path) -> None:
    mock = f"http://127.0.0.1:{free_port()}"
    done = probe("http://127.0.0.1:1/x", "--mock", mock, "--api-secret", "s", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert f"there is no portone-mock at {mock}" in done.stderr
    assert "start one with portone-mock serve" in done.stderr
