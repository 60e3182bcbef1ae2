"""The documents that answers are measured with: PortOne's own, where they are at hand, and ours.

Lives here: finding and reading the documents, making PortOne's satisfiable, validators for their schemas. May not: any
verdict (that is for the tests), anything of the server.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias
from urllib.parse import unquote

import jsonschema  # type: ignore[import-untyped]  # it carries no types; Validator below says what is used of it
import pytest
import yaml
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

CHECKOUT: Final = Path(__file__).resolve().parents[1]
LAW: Final = CHECKOUT / "fixtures" / "law" / "openapi.yaml"
CURRENT: Final = "v2-identity.openapi.json"
AUTUMN_2023: Final = "v2-identity.2023-10.openapi.json"
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_BASE: Final = "urn:document"

Document: TypeAlias = dict[str, Any]


class Validator(Protocol):
    """What is used of a jsonschema validator."""

    def is_valid(self, instance: object) -> bool:
        """Whether the instance satisfies the schema."""

    def validate(self, instance: object) -> None:
        """Raise jsonschema.ValidationError, which shows instance and schema, unless it does."""

    def iter_errors(self, instance: object) -> Iterator[Any]:
        """Every jsonschema.ValidationError."""


class Case(NamedTuple):
    """One line of a discriminator's mapping: `property` is `value` in the schema that `branch` points to."""

    property: str
    value: str
    branch: str


def yardstick(name: str) -> Document:
    """PortOne's document CURRENT or AUTUMN_2023 as published; skips the test where it is not at hand."""
    if name not in (CURRENT, AUTUMN_2023):
        raise ValueError(f"there is no yardstick {name!r}; there are {CURRENT} and {AUTUMN_2023}")
    path = Path(os.environ.get("PORTONE_YARDSTICK") or CHECKOUT.parent / "shared" / "portone") / name
    if not path.is_file():
        pytest.skip(
            f"PortOne's document {name} is no part of this project and not in {path.parent}; "
            "name the directory that holds it in PORTONE_YARDSTICK to compare with it"
        )
    document: Document = json.loads(path.read_text(encoding="utf-8"))
    return document


def law() -> Document:
    """Our own document."""
    document: Document = yaml.safe_load(LAW.read_text(encoding="utf-8"))
    return document


def adapted(document: Document) -> Document:
    """A copy in which each discriminator's values stand as an `enum` in its branches; nothing else is touched.

    As published, the branches of a `oneOf` differ by the discriminator only, which JSON Schema knows nothing of, so no
    answer at all satisfies the document.
    """
    copy = deepcopy(document)
    values: dict[tuple[str, str], list[str]] = {}
    for case in cases(document):
        values.setdefault((case.branch, case.property), []).append(case.value)
    for (branch, name), allowed in values.items():
        resolve(copy, branch)["properties"][name]["enum"] = sorted(set(allowed))
    return copy


def cases(document: Document) -> list[Case]:
    """Every line of every discriminator's mapping."""
    return [
        Case(discriminator["propertyName"], value, branch)
        for node in nodes(document)
        if isinstance(discriminator := node.get("discriminator"), dict)
        for value, branch in discriminator["mapping"].items()
    ]


def nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object in a document, outermost first."""
    if isinstance(tree, dict):
        yield tree
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in children:
        yield from nodes(child)


def resolve(document: Document, reference: str) -> Any:
    """What a reference into its own document (`#/…`) points to; LookupError where it points to nothing."""
    target: Any = document
    if not reference.startswith("#/"):
        raise LookupError(f"{reference} does not point into its own document; write #/…")
    for part in reference[2:].split("/"):
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if not isinstance(target, dict) or name not in target:
            raise LookupError(f"{reference} points to nothing: {name!r} is not there{_nearest(name, target)}")
        target = target[name]
    return target


def followed(document: Document, node: Mapping[str, Any]) -> dict[str, Any]:
    """A node with its reference replaced by what it points to; members beside the reference win."""
    while "$ref" in node:
        node = {**resolve(document, node["$ref"]), **{key: node[key] for key in node if key != "$ref"}}
    return dict(node)


def operations(document: Document) -> dict[tuple[str, str], dict[str, Any]]:
    """Each operation by method and path."""
    return {
        (method, path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    }


def validator(document: Document, schema_name: str) -> Validator:
    """A validator for one schema of a document, under JSON Schema 2020-12, with `date` and `date-time` checked.

    PortOne's documents have to be `adapted` first. Nothing is fetched.
    """
    resolve(document, f"#/components/schemas/{schema_name}")
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    checked: Validator = jsonschema.Draft202012Validator(
        {"$ref": f"{_BASE}#/components/schemas/{schema_name}"},
        registry=Registry().with_resource(_BASE, resource),
        format_checker=_formats(),
    )
    return checked


def _formats() -> Any:
    formats = jsonschema.FormatChecker(formats=["date"])
    formats.checks("date-time", raises=ValueError)(_is_date_time)
    return formats


def _is_date_time(value: object) -> bool:
    """RFC 3339; jsonschema itself checks this format only where a further package is installed."""
    return not isinstance(value, str) or bool(_DATE_TIME.fullmatch(value) and datetime.fromisoformat(value.upper()))


def _nearest(name: str, known: object) -> str:
    close = get_close_matches(name, known if isinstance(known, dict) else (), n=1)
    return f" (the nearest is {close[0]!r})" if close else ""
