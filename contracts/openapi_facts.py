"""An OpenAPI document as flat facts about each operation, whatever its schemas are called.

Lives here: reading. May not: comparing (drift.py). What only the mock adds (x-mock-only) is left out. Descriptions,
examples and titles are no facts.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

Document = Mapping[str, Any]
Facts = dict[str, str]
METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
# PortOne's and our name of the list of an operation's errors, and of a status.
_ERRORS: Final = ("x-portone-error", "x-mock-error")
_STATUS: Final = ("x-portone-status-code", "x-mock-status")
# What a value is held to beside its type.
_RULES: Final = (
    *("minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minItems", "maxItems", "uniqueItems", "default"),
)
# The address of PortOne's own server, in the entry of our document that stands for it.
_INSTEAD_OF: Final = "x-mock-instead-of"
_DEEPEST: Final = 12


class Unreadable(Exception):  # noqa: N818 - it is the document's
    """A document that is no OpenAPI document; the message says where."""


def operations(document: Document) -> dict[str, Facts]:
    """operationId → facts: `request.customer.name` → `string, required`, and so on."""
    paths = document.get("paths") if isinstance(document, Mapping) else None
    if not isinstance(paths, Mapping) or "openapi" not in document:
        raise Unreadable("it has no `openapi` and `paths`")
    found = {}
    for path, item in paths.items():
        for method, operation in item.items():
            if method in METHODS and "operationId" in operation:
                found[operation["operationId"]] = dict(_facts(document, method, path, operation))
    return found


def servers(document: Document) -> list[str]:
    """The addresses that the operations are at; of our own document, those of the service it stands for."""
    listed = document.get("servers") or []
    return [str(one.get(_INSTEAD_OF, one.get("url"))) for one in listed if isinstance(one, Mapping)]


def _facts(document: Document, method: str, path: str, operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "address", f"{method.upper()} {path}"
    yield "credentials", " / ".join(sorted("+".join(sorted(one)) for one in operation.get("security", []))) or "none"
    if operation.get("deprecated"):
        yield "deprecated", "true"
    for given in operation.get("parameters", []):
        yield from _parameter(document, _followed(document, given))
    body = operation.get("requestBody")
    if body is not None:
        body = _followed(document, body)
        yield "request", "required" if body.get("required") else "optional"
        for content in body["content"].values():
            yield from _members(document, "request", content["schema"])
    yield from _answer(document, operation)
    yield from _errors(document, operation)


def _parameter(document: Document, parameter: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if parameter.get("x-mock-only"):
        return
    at, needed = f"parameter {parameter['in']} {parameter['name']}", _needed(parameter.get("required"))
    schema = _followed(document, parameter.get("schema", {}))
    yield at, f"{_kind(document, schema)}, {needed}" if schema else needed
    yield from _rules(document, at, {**schema, **{k: v for k, v in parameter.items() if k == "deprecated"}})
    for content in parameter.get("content", {}).values():
        yield from _members(document, at, content["schema"])


def _answer(document: Document, operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for status, given in operation.get("responses", {}).items():
        answer = _followed(document, given)
        if not answer.get("x-mock-only"):
            yield f"status {status}", "possible"
        if str(status).startswith("2"):
            for content in answer.get("content", {}).values():
                yield from _members(document, f"answer {status}", content["schema"])


def _errors(document: Document, operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    union = next((operation[name] for name in _ERRORS if name in operation), None)
    if union is None:
        return
    for type_, reference in _mapping(_followed(document, union)).items():
        branch = _followed(document, {"$ref": reference})
        status = next((branch[name] for name in _STATUS if name in branch), "?")
        if not branch.get("x-mock-only"):
            yield f"error {type_}", str(status)
            members = (name for name in branch.get("properties", {}) if name not in ("type", "message"))
            for name in members:
                yield f"error {type_}.{name}", _needed(name in branch.get("required", []))
            yield from _other_words(
                document, f"error {type_}.type", branch.get("properties", {}).get("type", {}), type_
            )


def _members(
    document: Document, at: str, schema: Mapping[str, Any], depth: int = 0, apart: tuple[str, str] = ("", "")
) -> Iterator[tuple[str, str]]:
    """Every member below a schema, its alternatives told `apart` by their discriminator: its name and value."""
    schema = _followed(document, schema)
    if depth > _DEEPEST:
        return
    discriminated = schema.get("discriminator", {}).get("propertyName")
    for value, reference in _mapping(schema).items():
        yield f"{at}[{value}]", "possible"
        yield from _members(document, f"{at}[{value}]", {"$ref": reference}, depth + 1, (discriminated, value))
    required = schema.get("required", [])
    for name, given in schema.get("properties", {}).items():
        member = _followed(document, given)
        if given.get("x-mock-only") or member.get("x-mock-only") or name == discriminated:
            continue
        yield f"{at}.{name}", f"{_kind(document, member)}, {_needed(name in required)}"
        yield from _other_words(document, f"{at}.{name}", member, apart[1] if name == apart[0] else None)
        yield from _rules(document, f"{at}.{name}", member)
        inner = member.get("items", member)
        yield from _members(document, f"{at}.{name}", inner, depth + 1)


def _kind(document: Document, schema: Mapping[str, Any]) -> str:
    made_of = "object" if "properties" in schema else "one of several" if "oneOf" in schema else "any"
    kind = schema.get("type") or made_of
    if isinstance(kind, list):
        kind = " or ".join(one for one in kind if one != "null")
    form = f" ({schema['format']})" if "format" in schema else ""
    if kind == "array":
        return f"list of {_kind(document, _followed(document, schema.get('items', {})))}"
    return f"{kind}{form}"


def _needed(required: object) -> str:
    return "required" if required else "optional"


def _other_words(document: Document, at: str, schema: Mapping[str, Any], own: str | None) -> Iterator[tuple[str, str]]:
    """The words that a member may hold, but for the `own` one of an alternative, which goes without saying."""
    inner = _followed(document, schema["items"]) if "items" in schema else schema
    words = inner.get("enum", [inner["const"]] if "const" in inner else [])
    for value in words:
        if value != own:
            yield f"{at} = {value}", "possible"


def _rules(document: Document, at: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What else a value is held to; null and going out of use are rules too, where they are."""
    for name in _RULES:
        if name in schema:
            yield f"{at} {name}", json.dumps(schema[name], ensure_ascii=False)
    if schema.get("nullable") or "null" in schema.get("type", ()):
        yield f"{at} nullable", "true"
    if schema.get("deprecated"):
        yield f"{at} deprecated", "true"
    if "items" in schema:
        yield from _rules(document, f"{at} items", _followed(document, schema["items"]))


def _mapping(schema: Mapping[str, Any]) -> Mapping[str, str]:
    mapping: Mapping[str, str] = schema.get("discriminator", {}).get("mapping", {})
    return mapping


def _followed(document: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    seen = 0
    while "$ref" in node:
        target: Any = document
        for part in str(node["$ref"]).removeprefix("#/").split("/"):
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            if not isinstance(target, Mapping) or name not in target:
                raise Unreadable(f"{node['$ref']} leads nowhere")
            target = target[name]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        seen += 1
        if seen > _DEEPEST:
            raise Unreadable(f"{node['$ref']} goes round in circles")
    return node
