"""Who may see and use the console: the token once, its cookie from then on, and no other page on anybody's behalf."""

import pytest

from tests.in_process import ClientFactory, MockClient

TOKEN = "tok&en 한"
MAKE = "/_mock/console/verifications"


def cookie_of(mock: MockClient, token: str = TOKEN) -> str:
    answer = mock.get("/_mock/", params={"token": token, "sandbox": "store-sandbox-a"})
    assert answer.status_code == 303
    return str(answer.headers["set-cookie"])


def test_the_token_is_turned_into_a_cookie_and_leaves_the_address(client: ClientFactory) -> None:
    mock = client(admin_token=TOKEN)
    answer = mock.get("/_mock/", params={"token": TOKEN, "sandbox": "store-sandbox-a"})
    assert answer.headers["location"] == "/_mock/?sandbox=store-sandbox-a"
    assert answer.headers["referrer-policy"] == "no-referrer"
    value, *attributes = answer.headers["set-cookie"].split("; ")
    assert attributes == ["Path=/_mock/", "HttpOnly", "SameSite=Strict"]
    assert TOKEN not in value
    assert mock.get("/_mock/", headers={"cookie": f"x=y; {value}"}).status_code == 200


def test_it_is_secure_where_the_mock_is_reached_by_https(client: ClientFactory) -> None:
    assert cookie_of(client(admin_token=TOKEN, public_url="https://mock.example.com")).endswith("; Secure")


def test_an_address_with_a_token_loses_it_where_none_is_needed(client: ClientFactory) -> None:
    answer = client().get("/_mock/?token=anything")
    assert (answer.status_code, answer.headers["location"]) == (303, "/_mock/")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/_mock/", MAKE, "/_mock/console/verifications/idv-adult"])
def test_without_either_there_is_a_form_for_the_token_and_nothing_else(client: ClientFactory, path: str) -> None:
    answer = client(admin_token=TOKEN).get(path)
    assert answer.status_code == 401
    assert 'name="token"' in answer.text
    assert "<nav" not in answer.text
    assert "--open-control" in answer.text


@pytest.mark.parametrize("token", ["", "tok", f"{TOKEN}x", "\ud800"])
def test_another_token_opens_nothing(client: ClientFactory, token: str) -> None:
    query = "%ED%A0%80" if token == "\ud800" else token
    answer = client(admin_token=TOKEN).get(f"/_mock/?token={query}")
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("change", [lambda it: it[:-1], lambda it: it + "0", lambda it: it.partition("=")[0] + "="])
def test_another_cookie_opens_nothing(client: ClientFactory, change: object) -> None:
    mock = client(admin_token=TOKEN)
    value = cookie_of(mock).partition(";")[0]
    assert callable(change)
    assert mock.get("/_mock/", headers={"cookie": change(value)}).status_code == 401


def test_the_cookie_of_another_token_opens_nothing_and_does_not_get_in_the_way(client: ClientFactory) -> None:
    mine, theirs = client(admin_token=TOKEN), client(admin_token="other")
    value, other = cookie_of(mine).partition(";")[0], cookie_of(theirs, "other").partition(";")[0]
    assert theirs.get("/_mock/", headers={"cookie": value}).status_code == 401
    assert mine.get("/_mock/", headers={"cookie": f"{other}; {value}"}).status_code == 200


def test_the_cookie_opens_the_console_only(client: ClientFactory) -> None:
    mock = client(admin_token=TOKEN)
    value = cookie_of(mock).partition(";")[0]
    for method, path in (("GET", "/_mock/verifications"), ("POST", "/_mock/reset"), ("GET", "/_mock/sandbox")):
        assert mock.raw(method, path, headers={"cookie": value}).status_code == 401


def test_the_header_of_the_control_paths_opens_it_too(client: ClientFactory) -> None:
    mock = client(admin_token="plain")
    assert mock.get("/_mock/", headers={"mock-admin-token": "plain"}).status_code == 200


def test_an_api_secret_is_no_authority(client: ClientFactory) -> None:
    mock = client(admin_token=TOKEN)
    assert mock.get("/_mock/", headers={"authorization": "PortOne mock-api-secret"}).status_code == 401


def test_open_control_opens_the_console(client: ClientFactory) -> None:
    assert client(host="0.0.0.0", open_control=True).get("/_mock/").status_code == 200
    assert client(host="0.0.0.0").get("/_mock/").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost:3000"},
        {"origin": "http://127.0.0.1"},
        {"origin": "https://shop.example.com"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_a_form_of_another_page_changes_nothing(client: ClientFactory, headers: dict[str, str]) -> None:
    mock = client(admin_token=TOKEN)
    value = cookie_of(mock).partition(";")[0]
    answer = mock.raw("POST", MAKE, data={"id": "forged"}, headers={"cookie": value, **headers})
    assert answer.status_code == 403
    assert mock.get("/_mock/console/verifications/forged", headers={"cookie": value}).status_code == 404


@pytest.mark.parametrize("headers", [{"origin": "http://localhost"}, {"sec-fetch-site": "same-origin"}, {}])
def test_its_own_form_does(client: ClientFactory, headers: dict[str, str]) -> None:
    mock = client(admin_token=TOKEN)
    value = cookie_of(mock).partition(";")[0]
    answer = mock.raw("POST", MAKE, data={"id": "own"}, headers={"cookie": value, "host": "localhost", **headers})
    assert answer.status_code == 303
    assert mock.get(answer.headers["location"], headers={"cookie": value}).status_code == 200


def test_a_link_from_elsewhere_leads_in_and_a_frame_or_script_elsewhere_does_not(client: ClientFactory) -> None:
    mock = client()
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert mock.get("/_mock/", headers=link).status_code == 200
    assert mock.get(MAKE, headers=link).status_code == 200
    assert mock.get(MAKE, headers={**link, "sec-fetch-mode": "no-cors"}).status_code == 403
