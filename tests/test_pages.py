"""The document and the greeting."""

import pytest
import yaml

from mock_server import pages
from mock_server.resources import fixture

from .in_process import ClientFactory
from .refusals import assert_refused


def test_the_document_is_the_law_file_as_json_but_for_the_pattern_that_ends_today(client: ClientFactory) -> None:
    answer = client().get("/openapi.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    law, served = yaml.safe_load(fixture("law", "openapi.yaml").read_text("utf-8")), answer.json()
    for document in (law, served):
        customer = document["components"]["schemas"]["SendIdentityVerificationBodyCustomer"]
        del customer["properties"]["identityNumber"]["pattern"]
    assert served == law
    assert served["openapi"].startswith("3.1")


def test_it_is_read_once_and_not_before_it_is_asked_for(client: ClientFactory) -> None:
    pages.openapi_document.cache_clear()
    mock = client()
    mock.read("idv-adult")
    assert pages.openapi_document.cache_info().misses == 0
    mock.get("/openapi.json")
    mock.get("/openapi.json")
    assert (pages.openapi_document.cache_info().misses, pages.openapi_document.cache_info().hits) == (1, 1)


def test_the_root_says_who_is_speaking_and_what_it_is_not(client: ClientFactory) -> None:
    answer = client(api_secret="hunter-two").get("/")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    for part in (
        "portone-mock",
        "Not an official PortOne product",
        "공식 제품이 아닙니다",
        "/_mock/people",
        "/openapi.json",
    ):
        assert part in answer.text
    assert "hunter-two" not in answer.text


def test_a_browser_is_led_to_the_console(client: ClientFactory) -> None:
    accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    answer = client().get("/", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (303, "/_mock/", "Accept")


@pytest.mark.parametrize("path", ["/", "/openapi.json"])
def test_pages_are_only_read(client: ClientFactory, path: str) -> None:
    assert_refused(client().post(path), "MOCK_METHOD_NOT_ALLOWED", "GET")
