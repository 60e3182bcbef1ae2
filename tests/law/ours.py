"""Our OpenAPI document, read once, and what several tests ask it.

Lives here: its parts and questions to it. May not: verdicts, PortOne's documents.
"""

from typing import Any, Final

import pytest

from tests.yardstick import Document, followed, law, operations

OURS: Final = law()
SCHEMAS: Final = OURS["components"]["schemas"]
OPERATIONS: Final = operations(OURS)
BY_ID: Final = {operation["operationId"]: operation for operation in OPERATIONS.values()}
ERRORS: Final = [name for name, schema in SCHEMAS.items() if "x-mock-status" in schema]

each_operation: Final = pytest.mark.parametrize(
    ("method", "path"), [pytest.param(*key, id=operation["operationId"]) for key, operation in OPERATIONS.items()]
)


def schema_of(document: Document, content_holder: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a body or an answer."""
    schema: dict[str, Any] = followed(document, content_holder)["content"]["application/json"]["schema"]
    return schema


def answers(operation: dict[str, Any], *, mock_only: bool) -> dict[str, dict[str, Any]]:
    """Our answers by status: those that PortOne documents, or those that only the mock gives."""
    followed_answers = {status: followed(OURS, answer) for status, answer in operation["responses"].items()}
    return {key: answer for key, answer in followed_answers.items() if answer.get("x-mock-only", False) is mock_only}


def values(schema: dict[str, Any]) -> set[Any] | None:
    """The closed set of values, if it is one."""
    return {schema["const"]} if "const" in schema else set(schema["enum"]) if "enum" in schema else None


def types(document: Document, schema: dict[str, Any]) -> set[str]:
    """The error types that a schema, union or not, lets through."""
    schema = followed(document, schema)
    if "oneOf" in schema:
        return set().union(*(types(document, branch) for branch in schema["oneOf"]))
    return values(schema["properties"]["type"]) or set()


# The types that PortOne's document does not have.
MOCK_TYPES: Final = frozenset(
    type_ for name in ERRORS if SCHEMAS[name].get("x-mock-only") for type_ in types(OURS, SCHEMAS[name])
)


def documented_types(operation: dict[str, Any]) -> dict[str, set[str]]:
    """The error types by status that PortOne's document has for an operation."""
    documented = answers(operation, mock_only=False)
    return {key: types(OURS, schema_of(OURS, it)) - MOCK_TYPES for key, it in documented.items() if key != "200"}


def mock_types(operation: dict[str, Any]) -> dict[str, set[str]]:
    """The error types by status that only the mock gives; FORBIDDEN is among them where PortOne has none."""
    everything = {key: types(OURS, schema_of(OURS, it)) for key, it in operation["responses"].items() if key != "200"}
    documented = documented_types(operation)
    found = {key: every - documented.get(key, set()) for key, every in everything.items()}
    return {key: only for key, only in found.items() if only}
