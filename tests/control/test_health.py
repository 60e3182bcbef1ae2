"""Health: what it says, and that it needs nothing."""

from mock_server.version import VERSION

from ..in_process import ClientFactory


def test_a_server_that_works_says_so(client: ClientFactory) -> None:
    answer = client().get("/_mock/health", headers={"Authorization": "PortOne wrong"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": VERSION, "store": "memory"})
