"""Health: what it says, and that it needs nothing."""

from mock_server.version import VERSION

from ..in_process import ClientFactory


def test_a_server_that_works_says_so(client: ClientFactory) -> None:
    answer = client().get("/_mock/health", headers={"Authorization": "PortOne wrong"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": VERSION, "store": "memory"})


def test_a_probe_by_head_is_answered_without_a_body(client: ClientFactory) -> None:
    answer = client().head("/_mock/health")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_a_base_url_that_ends_in_a_slash_still_finds_it(client: ClientFactory) -> None:
    assert client().raw("GET", "//_mock/health").status_code == 200
