"""Our OpenAPI document, read once, and what several tests ask it.

Lives here: its parts and questions to it. May not: verdicts, PortOne's documents.
"""

from typing import Any, Final

import pytest

from tests.yardstick import Document, followed, law, operations

OURS: Final = law()
SCHEMAS: Final = OURS["components"]["schemas"]
OPERATIONS: Final = operations(OURS)
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
