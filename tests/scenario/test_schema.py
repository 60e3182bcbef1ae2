"""The JSON Schema says what the reader says, and the table describes exactly what the readers of the domain take."""

import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest
import yaml

from mock_server.domain.attempts import OtpSettings
from mock_server.domain.customers import Next
from mock_server.domain.fault_order import ORDER
from mock_server.domain.faults import FAULTS, MATCHES
from mock_server.domain.next_order import MATCHES as NEXT_MATCHES
from mock_server.domain.order import REQUESTED_MEMBERS, Order
from mock_server.domain.providers import MEMBERS
from mock_server.roster import OPTIONAL, REQUIRED
from mock_server.scenario import json_schema, load_scenario, shipped
from mock_server.scenario.keys import FAULT, NEXT, OTP, PERSON, VERIFICATION
from mock_server.scenario.kinds import Members
from tests.docs.scenarios import SCHEMA_FILE, schema_text

from .test_flaws import FLAWS
from .test_loading import AS_JSON, EVERYTHING

SCHEMA = json_schema()
VALID = jsonschema.Draft202012Validator(SCHEMA)
# What a schema cannot tell, or this one leaves to the reader.
BEYOND = (
    *("a key of two channels", "a new channel without a profile", "an id that is too long"),
    *("an unknown person", "an unknown channel", "an agency where there is none", "no date that exists"),
    *("a status and an outcome", "two records with one id", "two people of one key", "a READY that was verified"),
    *("a time without a zone", "an unknown unit", "a time that does not exist", "a clock without a zone"),
    *("a clock outside the calendar", "an unknown customer member", "an unknown scenario", "a file that is not there"),
    *("a circle", "no birth date", "a person's key", "a channel's name", "a delay without seconds"),
    *("a parameter of another fault", "a delay with a unit", "no spell", "no OTP", "no tries"),
    *("a refusal without a reason", "a reason without a refusal", "no call", "two calls", "an unknown error type"),
    *("a decision on what is not read", "an answer that never comes, with a status", "an answer to the clock"),
)


def test_it_is_a_schema_and_the_one_that_ships() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run: python -m tests.docs"


@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_scenario_fits_as_an_editor_reads_it_and_as_we_do(name: str) -> None:
    text = shipped()[name].read_text("utf-8")
    VALID.validate(yaml.load(text, EditorLoader))
    VALID.validate(load_scenario(name).document)


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: dates and 12:30 are texts."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "int", "float", "merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("!number", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
EditorLoader.add_constructor("!number", lambda _, node: int(node.value))


def test_everything_fits_as_text_and_as_json(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(EVERYTHING, "utf-8")
    VALID.validate(load_scenario(str(tmp_path / "mine.yaml")).document)
    VALID.validate(AS_JSON)


@pytest.mark.parametrize("name", [name for name, flaw in FLAWS.items() if name not in BEYOND])
def test_what_the_reader_refuses_does_not_fit(name: str) -> None:
    try:
        document = yaml.load(FLAWS[name].text, EditorLoader)
    except yaml.YAMLError:
        return
    twice = "written twice" in FLAWS[name].en or "anchors" in FLAWS[name].en
    assert twice or list(VALID.iter_errors(document))


def inner(members: Members, name: str) -> set[str]:
    kind = members.members[name].kind
    assert isinstance(kind, Members)
    return set(kind.members)


@pytest.mark.parametrize(
    ("described", "taken"),
    [
        (set(VERIFICATION.members), set(Order.__struct_encode_fields__)),
        (inner(VERIFICATION, "customer"), {*MEMBERS, *REQUESTED_MEMBERS}),
        (set(PERSON.members), {*REQUIRED, *OPTIONAL} - {"person"}),
        (set(NEXT.members), set(Next.__struct_fields__)),
        (inner(NEXT, "match"), set(NEXT_MATCHES)),
        (inner(FAULT, "match"), set(MATCHES)),
        (set(FAULT.members), {*ORDER, *(it for row in FAULTS.values() for it in (*row.required, *row.optional))}),
        (set(OTP.members), {"code", "lifetimeSeconds", "tries", "attempts", "resends", "codes"}),
        ({"code", "lifetime", "tries", "attempts", "resends", "codes"}, set(OtpSettings.__struct_fields__)),
    ],
)
def test_the_table_describes_what_is_taken(described: set[str], taken: set[str]) -> None:
    assert described == taken


def test_every_member_says_what_it_is_in_two_languages() -> None:
    def labels(schema: Any) -> None:
        if isinstance(schema, dict):
            for name, member in schema.get("properties", {}).items():
                assert len([line for line in member["description"].split("\n") if line.strip()]) == 2, name
            for each in schema.values():
                labels(each)
        elif isinstance(schema, list):
            for each in schema:
                labels(each)

    labels(SCHEMA)
