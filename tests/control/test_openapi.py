"""The document of the tester's paths says what is there, and its examples are what the server answers."""

import json
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest
import yaml
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from mock_server import Settings
from mock_server.app import Front
from mock_server.control.endpoint import Endpoint
from mock_server.mock import make_mock
from tests.control import tour
from tests.in_process import ClientFactory
from tests.yardstick import Document, followed, nodes, operations, resolve

LAW: Final = tour.document()
OPERATIONS: Final = operations(LAW)
BY_ID: Final = {operation["operationId"]: operation for operation in OPERATIONS.values()}
HOW: Final = "see the head of fixtures/law/control.yaml, and tests/control/tour.py for the call that gives its example"


def served() -> set[tuple[str, str]]:
    """Method and path of everything under /_mock, as the routes have it."""
    routes: Any = Front(make_mock(Settings()))._control.routes
    return {
        (method.lower(), route.path.replace(":segment", ""))
        for route in routes
        if route.path.startswith("/_mock/") and isinstance(route.app, Endpoint)
        for method in route.app._by_method
        if method != "HEAD"
    }


def validate(schema: dict[str, Any], value: Any) -> None:
    resource = Resource.from_contents(LAW, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:law", resource)
    absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:law#/'))
    jsonschema.Draft202012Validator(absolute, registry=registry).validate(value)


def test_every_route_is_described_and_nothing_else_is() -> None:
    assert served() - OPERATIONS.keys() == set(), f"not in the document: {HOW}"
    assert OPERATIONS.keys() - served() == set(), f"described and not served: {HOW}"


def test_every_operation_is_on_the_tour() -> None:
    assert list(tour.TOUR.keys() ^ BY_ID.keys()) == [], HOW


def test_it_is_served_without_a_token_and_is_the_file(client: ClientFactory) -> None:
    answer = client(admin_token="secret").get("/_mock/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == LAW


@pytest.mark.parametrize("operation", tour.TOUR)
def test_each_call_succeeds_as_described(operation: str) -> None:
    status, body, type_ = tour.taken()[operation]
    described = followed(LAW, BY_ID[operation]["responses"][str(status)])
    assert status < 300
    assert ("content" in described) is (body is not None)
    if body is not None:
        kind = type_.partition(";")[0]
        validate(described["content"][kind]["schema"], yaml.safe_load(body) if kind == "application/yaml" else body)


@pytest.mark.parametrize("operation", tour.examples())
def test_the_example_is_what_the_server_answers(operation: str) -> None:
    assert LAW["components"]["examples"][operation] == tour.examples()[operation], "python -m tests.law writes it anew"


def test_there_is_no_other_example_and_each_stands_at_its_answer() -> None:
    assert LAW["components"]["examples"].keys() == tour.examples().keys(), "python -m tests.law writes them anew"
    for operation in tour.examples():
        answer = BY_ID[operation]["responses"][str(tour.taken()[operation][0])]
        examples = followed(LAW, answer)["content"]["application/json"]["examples"]
        assert examples == {operation: {"$ref": f"#/components/examples/{operation}"}}


def test_writing_the_examples_again_changes_nothing() -> None:
    text = tour.CONTROL.read_text(encoding="utf-8")
    assert tour.written(text) == text


def test_every_reference_leads_somewhere_and_nothing_lies_about() -> None:
    referred = {node["$ref"] for node in nodes(LAW) if isinstance(node.get("$ref"), str)}
    for reference in referred:
        resolve(LAW, reference)
    kinds = ("parameters", "responses", "schemas", "examples", "headers")
    there = {f"#/components/{kind}/{name}" for kind in kinds for name in LAW["components"][kind]}
    assert there - referred == set()


def test_what_is_sent_is_closed() -> None:
    """An unknown member is refused, so that a schema which lets one through is wrong; each fault has its own."""
    open_to_more = {"FaultOrder", "State"}
    for operation in BY_ID.values():
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            name = schema["$ref"].rpartition("/")[2]
            closed = followed(LAW, schema).get("additionalProperties") is False or "anyOf" in followed(LAW, schema)
            assert closed or name in open_to_more, name


def described_statuses(document: Document) -> set[str]:
    return {status for operation in operations(document).values() for status in operation["responses"]}


def test_each_refusal_that_every_path_can_give_is_described() -> None:
    for operation in BY_ID.values():
        expected = {"403", "421", "431"} | (set() if operation.get("security") == [] else {"400", "401"})
        assert expected <= operation["responses"].keys(), operation["operationId"]
        if "requestBody" in operation:
            assert {"408", "413"} <= operation["responses"].keys(), operation["operationId"]
    assert {"404", "409", "503"} <= described_statuses(LAW)
