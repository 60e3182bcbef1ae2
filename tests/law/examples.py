"""The examples of answers in the law file: asking the server for them, and writing them there.

Lives here: the answers, what the examples have to be, `written`. May not: verdicts (test_examples.py).
`python -m tests.law` puts what the server answers into fixtures/law/openapi.yaml: the examples of all schemas that
answers are made of, and `components/examples`, the last part of that file. Examples of requests are written by hand.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from typing import Any, Final

import yaml

from tests.law.ours import BY_ID, OURS, SCHEMAS
from tests.law.outcomes import DOCUMENTED, EVERY, MOCK_ONLY, SUCCESS, VARIANTS, Outcome
from tests.law.stage import Stage
from tests.raw_socket import RawAnswer
from tests.yardstick import followed

# Where components/examples begins, and the examples of one schema: `examples:` at six spaces up to what stands at four.
_ALL: Final = re.compile(r"(?<=\n)  examples:.*\Z", re.DOTALL)
_OF_SCHEMA: Final = r"(?<=\n)    {}:\n(?:      .*\n|\n)*?      examples:.*\n(?:       .*\n)*"


@cache
def answers_given() -> Mapping[Outcome, tuple[int, Any, str]]:
    """Status, body and summary of every outcome, asked of the server once."""
    given = {}
    for outcome, scene in {**DOCUMENTED, **VARIANTS, **MOCK_ONLY}.items():
        with closing(Stage(**scene.options)) as stage:
            answer = scene.play(stage, outcome[0])
        status = answer.status if isinstance(answer, RawAnswer) else answer.status_code
        given[outcome] = (status, answer.json(), (scene.play.__doc__ or "").strip())
    return given


def name_of(outcome: Outcome) -> str:
    """The name of an outcome's example."""
    return "-".join(outcome)


def instances(schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, Any]]:
    """Every part of a value with the name of its schema, the whole first."""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield name, value
        schema = SCHEMAS[name]
    if "discriminator" in schema:
        told = schema["discriminator"]
        yield from instances({"$ref": told["mapping"][value[told["propertyName"]]]}, value)
    for member, inner in schema.get("properties", {}).items():
        if isinstance(value, dict) and member in value:
            yield from instances(inner, value[member])
    for item in value if "items" in schema else ():
        yield from instances(schema["items"], item)


def of_answers() -> dict[str, Any]:
    """The example of every schema that answers are made of: of all its instances the one that shows most."""
    found: dict[str, list[Any]] = {}
    for (operation, outcome), (status, body, _) in answers_given().items():
        for schema in _schemas(operation, outcome, status):
            for name, value in instances(schema, body):
                found.setdefault(name, []).append(value)
    return {name: max(values, key=_leaves) for name, values in found.items()}


def _schemas(operation: str, outcome: str, status: int) -> list[dict[str, Any]]:
    """The schemas of an answer: that of its status, and for a documented error the operation's union."""
    described = BY_ID[operation if operation != EVERY else "loginViaApiSecret"]
    by_status = followed(OURS, described["responses"][str(status)])["content"]["application/json"]["schema"]
    is_error = (operation, outcome) in DOCUMENTED and outcome != SUCCESS
    return [by_status, *([described["x-mock-error"]] if is_error else [])]


def of_requests() -> dict[str, Any]:
    """The parts of the example of every body that is sent, by the name of their schemas."""
    bodies = [
        row["requestBody"]["content"]["application/json"]["schema"] for row in BY_ID.values() if "requestBody" in row
    ]
    found: dict[str, Any] = {}
    for schema in bodies:
        for name, value in instances(schema, followed(OURS, schema)["examples"][0]):
            found.setdefault(name, value)
    return found


def _leaves(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 1 if inner is None else 1 + sum(map(_leaves, inner))


def all_examples() -> dict[str, Any]:
    """`components/examples` as it has to be."""
    return {
        name_of(outcome): {"summary": summary, "value": body} for outcome, (_, body, summary) in answers_given().items()
    }


def written(text: str) -> str:
    """The text of the law file with what the server answers today."""
    for name, value in of_answers().items():
        pattern = _OF_SCHEMA.format(name)
        block = re.search(pattern, text)
        assert block is not None, f"the schema {name} has no examples to write over"
        kept = block[0].partition("      examples:")[0]
        text = text.replace(block[0], kept + yaml_of({"examples": [value]}, 6), 1)
    return _ALL.sub(lambda _: yaml_of({"examples": all_examples()}, 2), text)


def yaml_of(value: Any, indent: int) -> str:
    """A value as the law files write it, indented by so many spaces."""
    plain = json.loads(json.dumps(value))
    text = yaml.dump(plain, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=100_000)
    return "".join(" " * indent + line for line in text.splitlines(keepends=True))


class _Indented(yaml.SafeDumper):
    """Lists are indented below their key, as in the rest of the file."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)
