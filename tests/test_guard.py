"""The door: hosts, origins, pages of other sites, the admin token."""

from typing import Any

import pytest

from mock_server import Settings
from mock_server.guard import REMEMBERED

from .in_process import ClientFactory, MockClient, portone
from .refusals import assert_refused

READ = "/identity-verifications/idv-adult"
PATHS = [READ, "/_mock/health", "/openapi.json", "/", "/nowhere"]
SECRET = portone("mock-api-secret")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8585",
        "LOCALHOST:1",
        "app.localhost",
        "127.0.0.1:8585",
        "[::1]:8585",
        "[::1]",
        "10.1.2.3",
        "portone-mock",
        "portone_mock:8585",
        "mac.local",
        "mock.internal",
        "mock.example.test",
        "host.docker.internal:1",
        "mock.team.svc.cluster.local",
        "api.portone.io",
        "cdn.portone.io:443",
        "localhost.",
        "mock.test.",
        "mine.example.com",
        "MINE.example.com:8080",
        "public.example.com",
    ],
)
def test_hosts_that_nobody_can_point_here_are_answered(client: ClientFactory, host: str) -> None:
    mock = client(allowed_hosts=("mine.example.com",), public_url="https://public.example.com")
    assert mock.get(READ, headers={**SECRET, "Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example.com",
        "portone.io",
        "api.portone.io.evil.com",
        "localhost.evil.com",
        "127.0.0.1.nip.io",
        "test.com",
        "",
        "a b",
        "localhost:port",
        "localhost:123456",
        "[::1",
        "user@localhost",
        "evil.com:80:80",
        "::1",
        "sub.mine.example.com",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_any_other_host_is_refused_on_every_path(client: ClientFactory, host: str, path: str) -> None:
    mock = client(allowed_hosts=("mine.example.com",))
    assert_refused(mock.get(path, headers={**SECRET, "Host": host}), "MOCK_HOST_NOT_ALLOWED", "--allowed-host")


def test_the_option_that_is_named_is_the_one_that_helps(client: ClientFactory) -> None:
    headers = {**SECRET, "Host": "mine.example.com:8585"}
    assert_refused(client().get(READ, headers=headers), "MOCK_HOST_NOT_ALLOWED", "--allowed-host mine.example.com")
    assert client(allowed_hosts=("mine.example.com",)).get(READ, headers=headers).is_success


def test_strangers_at_the_door_leave_no_rows_and_make_no_sandboxes(client: ClientFactory) -> None:
    mock = client()
    mock.get(READ, headers={**portone("sandbox-a"), "Host": "evil.example.com"})
    mock.get(READ, headers={**portone("sandbox-a"), "Origin": "https://evil.example.com"})
    assert mock.journal() == []
    assert len(mock.mock.store.all()) == 1


def test_only_so_many_good_hosts_are_remembered(client: ClientFactory) -> None:
    mock = client()
    for number in range(REMEMBERED + 5):
        assert mock.get("/_mock/health", headers={"Host": f"h{number}"}).status_code == 200
    assert len(mock.mock.guard._good) == REMEMBERED


@pytest.mark.parametrize("name", ["Host", "Authorization", "Idempotency-Key"])
def test_a_header_that_may_come_once_is_refused_when_repeated_and_the_journal_says_so(
    client: ClientFactory, name: str
) -> None:
    mock = client()
    usual = {"Host": "localhost", **SECRET, "Idempotency-Key": "a-key-of-16-chars"}
    headers = [*usual.items(), (name, usual[name])]
    answer = mock.get(READ, headers=headers)
    assert_refused(answer, "INVALID_REQUEST", "send each of them once")
    row = mock.journal()[0]
    assert (row["n"], row["status"]) == (int(answer.headers["x-portone-mock-request"]), 400)
    assert_refused(mock.get("/_mock/sandbox", headers=headers), "INVALID_REQUEST", "send each of them once")


# --- pages

LOOPBACK = ["http://localhost:3000", "http://127.0.0.1:5173", "https://app.localhost", "http://[::1]:8080"]
FOREIGN = [
    "https://evil.example.com",
    "null",
    "http://localhost.evil.com",
    "file://",
    "http://10.0.0.1",
    "chrome-extension://a",
    "",
]


@pytest.mark.parametrize("origin", LOOPBACK)
def test_pages_of_this_machine_are_answered_with_cors(client: ClientFactory, origin: str) -> None:
    answer = client().get(READ, headers={**SECRET, "Origin": origin})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "x-portone-mock-request" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", LOOPBACK)
def test_a_refusal_can_be_read_by_the_page_too(client: ClientFactory, origin: str) -> None:
    answer = client().get(READ, headers={"Origin": origin})
    assert_refused(answer, "UNAUTHORIZED")
    assert answer.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize("origin", LOOPBACK)
@pytest.mark.parametrize("path", [READ, "/login/api-secret", "/_mock/reset"])
def test_a_preflight_of_such_a_page_is_granted_and_does_nothing(client: ClientFactory, origin: str, path: str) -> None:
    mock = client()
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,x",
    }
    answer = mock.options(path, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == origin
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert {"GET", "POST", "PUT", "DELETE"} <= set(answer.headers["access-control-allow-methods"].split(", "))
    assert mock.journal() == []


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", READ),
        ("POST", "/login/api-secret"),
        ("POST", "/_mock/reset"),
        ("GET", "/_mock/health"),
        ("OPTIONS", READ),
    ],
)
def test_pages_of_others_are_refused_before_anything_changes(
    client: ClientFactory, origin: str, method: str, path: str
) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {})
    headers = {**SECRET, "Origin": origin, "Access-Control-Request-Method": "GET"}
    answer = mock.request(method, path, headers=headers, json={"apiSecret": "mock-api-secret"})
    assert_refused(answer, "FORBIDDEN", "--allow-origin")
    assert "access-control-allow-origin" not in answer.headers
    counts = mock.control("GET", "/sandbox")["counts"]
    assert (counts["verifications"], counts["tokens"]) == (1, 0)


def test_an_origin_that_was_allowed_and_the_public_one_are_answered(client: ClientFactory) -> None:
    mock = client(allow_origins=("https://front.example.com",), public_url="https://mock.example.com")
    for origin in ("https://front.example.com", "https://mock.example.com"):
        answer = mock.get(READ, headers={**SECRET, "Origin": origin})
        assert answer.headers["access-control-allow-origin"] == origin
    assert_refused(mock.get(READ, headers={**SECRET, "Origin": "https://front.example.com.evil.com"}), "FORBIDDEN")
    assert_refused(mock.get(READ, headers={**SECRET, "Origin": "http://front.example.com"}), "FORBIDDEN")


def test_the_same_origin_needs_no_cors(client: ClientFactory) -> None:
    answer = client().get(READ, headers={**SECRET, "Host": "portone-mock:8585", "Origin": "http://portone-mock:8585"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def sec(site: str, mode: str = "cors") -> dict[str, str]:
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_the_page_itself_or_the_address_bar_asks_is_answered(client: ClientFactory, site: str) -> None:
    assert client().get(READ, headers={**SECRET, **sec(site)}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", ["no-cors", "navigate", "cors"])
def test_what_another_site_asks_without_an_origin_is_refused_but_for_visits(
    client: ClientFactory, path: str, mode: str
) -> None:
    answer = client().get(path, headers={**SECRET, **sec("cross-site", mode)})
    if (path, mode) == ("/", "navigate"):
        assert answer.status_code == 200
    else:
        assert_refused(answer, "FORBIDDEN", "cross-site")


def test_a_form_of_another_site_is_no_visit(client: ClientFactory) -> None:
    assert_refused(client().post("/", headers=sec("cross-site", "navigate")), "FORBIDDEN")


@pytest.mark.parametrize(("into", "is_let_in"), [("document", True), ("iframe", False), ("embed", False)])
def test_another_sites_page_leads_to_a_page_of_ours_but_shows_it_in_no_frame(
    client: ClientFactory, into: str, is_let_in: bool
) -> None:
    for site in ("cross-site", "same-site"):
        answer = client().get("/", headers=sec(site, "navigate") | {"Sec-Fetch-Dest": into})
        assert (answer.status_code != 403) is is_let_in


# --- the admin token

CONTROL = [
    ("GET", "/_mock/sandboxes"),
    ("POST", "/_mock/sandboxes"),
    ("GET", "/_mock/sandbox"),
    ("DELETE", "/_mock/sandbox"),
    ("POST", "/_mock/reset"),
    ("GET", "/_mock/verifications"),
    ("PUT", "/_mock/verifications/a"),
    ("GET", "/_mock/people"),
    ("POST", "/_mock/people"),
    ("PUT", "/_mock/people/a"),
    ("GET", "/_mock/requests"),
    ("DELETE", "/_mock/requests"),
    ("GET", "/_mock/requests/1"),
    ("PATCH", "/_mock/reset"),
]


def off_loopback(client: ClientFactory, **settings: Any) -> MockClient:
    return client(**{"host": "0.0.0.0", "admin_token": "let-me-in", **settings})


@pytest.mark.parametrize(("method", "path"), CONTROL)
@pytest.mark.parametrize(
    "headers",
    [{}, SECRET, {"Mock-Admin-Token": "wrong"}, {"Mock-Admin-Token": ""}, {"Authorization": "Bearer let-me-in"}],
)
def test_off_loopback_control_paths_need_the_admin_token(
    client: ClientFactory, method: str, path: str, headers: dict[str, str]
) -> None:
    assert_refused(off_loopback(client).request(method, path, headers=headers), "UNAUTHORIZED", "Mock-Admin-Token")


@pytest.mark.parametrize(("method", "path"), CONTROL)
def test_with_the_token_they_are_open(client: ClientFactory, method: str, path: str) -> None:
    answer = off_loopback(client).request(method, path, headers={"Mock-Admin-Token": "let-me-in"})
    assert answer.status_code not in (401, 403)


@pytest.mark.parametrize("path", ["/_mock/health", "/openapi.json", "/"])
def test_health_and_the_document_need_nothing(client: ClientFactory, path: str) -> None:
    assert off_loopback(client).get(path).status_code == 200


def test_portones_paths_need_no_admin_token(client: ClientFactory) -> None:
    mock = off_loopback(client)
    assert mock.read("idv-adult").status_code == 200
    mock.log_in()


def test_a_token_is_made_where_none_was_given_and_none_is_needed_where_control_is_open(client: ClientFactory) -> None:
    made = client(host="0.0.0.0")
    assert_refused(made.get("/_mock/people"), "UNAUTHORIZED")
    token = made.mock.settings.admin_token or ""
    assert made.get("/_mock/people", headers={"Mock-Admin-Token": token}).status_code == 200
    assert client(host="0.0.0.0", open_control=True).get("/_mock/people").status_code == 200
    assert Settings().control_is_open


def test_a_token_that_was_given_is_wanted_on_loopback_too(client: ClientFactory) -> None:
    mock = client(admin_token="made-one")
    assert_refused(mock.get("/_mock/people"), "UNAUTHORIZED", "Mock-Admin-Token")
    assert mock.get("/_mock/people", headers={"Mock-Admin-Token": "made-one"}).status_code == 200


def test_settings_that_speak_of_loopback_do_not_open_control_on_another_address() -> None:
    """Somebody else's server may listen anywhere with the application that `create_app` gives."""
    with MockClient(Settings(), base_url="http://192.0.2.7:8585") as elsewhere:
        assert_refused(elsewhere.get("/_mock/people"), "UNAUTHORIZED", "--open-control")
        assert elsewhere.get("/_mock/health").status_code == 200
    with MockClient(Settings(open_control=True), base_url="http://192.0.2.7") as opened:
        assert opened.get("/_mock/people").status_code == 200
    with MockClient(Settings(), base_url="http://127.0.0.1:8585") as here:
        assert here.get("/_mock/people").status_code == 200
