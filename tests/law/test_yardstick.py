"""The yardstick measures what it should.

Lives here: tests of tests/yardstick.py on documents made for the purpose, and the one count that ties it to PortOne's
document. May not: comparisons with our own document (test_openapi.py).
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest

from tests.yardstick import (
    AUTUMN_2023,
    CURRENT,
    Case,
    Document,
    adapted,
    cases,
    followed,
    operations,
    resolve,
    validator,
    yardstick,
)


def branch(**properties: Any) -> dict[str, Any]:
    """An object schema that requires its members, as published: the discriminator is any text."""
    return {"type": "object", "required": list(properties), "properties": properties}


def published() -> Document:
    """A document of the kind that PortOne publishes."""
    mapping = {"CAT": "#/components/schemas/Cat", "DOG": "#/components/schemas/Dog"}
    text = {"type": "string"}
    return {
        "paths": {"/pets/{id}": {"summary": "pets", "get": {"operationId": "getPet"}}},
        "components": {
            "schemas": {
                "Cat": branch(kind=dict(text), born={"type": "string", "format": "date"}),
                "Dog": branch(kind=dict(text), born={"type": "string", "format": "date"}),
                "Pet": {
                    "oneOf": [{"$ref": pointer} for pointer in mapping.values()],
                    "discriminator": {"propertyName": "kind", "mapping": mapping},
                },
                "Visit": branch(pet={"$ref": "#/components/schemas/Pet"}, at={"type": "string", "format": "date-time"}),
            }
        },
    }


def without_enums(document: Document) -> Document:
    """The document less the enums of its discriminators."""
    copy = deepcopy(document)
    for case in cases(copy):
        resolve(copy, case.branch)["properties"][case.property].pop("enum", None)
    return copy


def visit(*, kind: str = "CAT", born: str = "2020-02-29", at: str = "2026-03-02T01:00:00.000Z") -> dict[str, Any]:
    """An instance of Visit."""
    return {"pet": {"kind": kind, "born": born}, "at": at}


def asked_for(name: str) -> Document:
    """The yardstick, where a skip would hide that the test has failed."""
    try:
        return yardstick(name)
    except pytest.skip.Exception as skipped:
        pytest.fail(f"skipped: {skipped}")


def test_nothing_satisfies_the_document_as_published_and_everything_right_the_adapted_one() -> None:
    assert not validator(published(), "Visit").is_valid(visit())
    validator(adapted(published()), "Visit").validate(visit())
    validator(adapted(published()), "Visit").validate(visit(kind="DOG"))


def test_adapting_writes_the_mapping_into_the_branches_and_nothing_else() -> None:
    document = published()
    schemas = adapted(document)["components"]["schemas"]
    assert schemas["Cat"]["properties"]["kind"]["enum"] == ["CAT"]
    assert schemas["Dog"]["properties"]["kind"]["enum"] == ["DOG"]
    assert document == published(), "the document given is left alone"
    assert without_enums(adapted(document)) == document


def test_a_branch_with_two_values_allows_both() -> None:
    document = published()
    document["components"]["schemas"]["Pet"]["discriminator"]["mapping"]["KITTEN"] = "#/components/schemas/Cat"
    assert adapted(document)["components"]["schemas"]["Cat"]["properties"]["kind"]["enum"] == ["CAT", "KITTEN"]


def test_each_line_of_each_mapping_is_a_case() -> None:
    assert cases(published()) == [
        Case("kind", "CAT", "#/components/schemas/Cat"),
        Case("kind", "DOG", "#/components/schemas/Dog"),
    ]


@pytest.mark.parametrize(("name", "lines", "branches"), [(CURRENT, 37, 13), (AUTUMN_2023, 33, 12)])
def test_portones_documents_discriminate_in_as_many_places_as_counted(name: str, lines: int, branches: int) -> None:
    """Several unions share a branch; each line of a mapping is a place where the published document says too little."""
    document = yardstick(name)
    assert len(cases(document)) == lines
    assert len({case.branch for case in cases(document)}) == branches
    assert without_enums(adapted(document)) == document
    for case in cases(document):
        assert resolve(adapted(document), case.branch)["properties"][case.property]["enum"] == [case.value]


@pytest.mark.parametrize(
    "wrong",
    [
        visit(kind="COW"),
        visit(born="2021-02-29"),
        visit(born="20200229"),
        visit(at="2026-03-02T01:00:00"),
        visit(at="2026-03-02 01:00:00Z"),
        visit(at="2026-02-30T01:00:00Z"),
        visit(at="2026-03-02T25:00:00Z"),
        {"pet": visit()["pet"]},
    ],
)
def test_a_wrong_value_date_or_instant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator(adapted(published()), "Visit").validate(wrong)


@pytest.mark.parametrize("at", ["2026-03-02T01:00:00Z", "2026-03-02T10:00:00+09:00", "2026-03-02T01:00:00.123456789Z"])
def test_every_form_of_rfc_3339_is_an_instant(at: str) -> None:
    validator(adapted(published()), "Visit").validate(visit(at=at))


def test_a_schema_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(LookupError, match=r"'Visits' is not there \(the nearest is 'Visit'\)"):
        validator(published(), "Visits")


def test_a_reference_out_of_the_document_is_refused() -> None:
    with pytest.raises(LookupError, match="does not point into its own document"):
        resolve(published(), "other.yaml#/components")


def test_references_decode_slashes() -> None:
    assert resolve(published(), "#/paths/~1pets~1%7Bid%7D/get") == {"operationId": "getPet"}


def test_members_beside_a_reference_win() -> None:
    document = {"a": {"$ref": "#/b", "enum": ["X"]}, "b": {"type": "string", "enum": ["X", "Y"]}}
    assert followed(document, document["a"]) == {"type": "string", "enum": ["X"]}


def test_operations_are_known_by_method_and_path() -> None:
    assert operations(published()) == {("get", "/pets/{id}"): {"operationId": "getPet"}}


def test_an_absent_yardstick_skips_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTONE_YARDSTICK", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=f"{CURRENT} is no part of this project .* PORTONE_YARDSTICK"):
        yardstick(CURRENT)


def test_a_named_directory_is_where_the_yardstick_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTONE_YARDSTICK", str(tmp_path))
    (tmp_path / CURRENT).write_text('{"info": {"title": "본인인증"}}', encoding="utf-8")
    assert asked_for(CURRENT) == {"info": {"title": "본인인증"}}


def test_a_misspelt_yardstick_is_an_error_and_no_skip() -> None:
    with pytest.raises(ValueError, match="there is no yardstick 'v2-identity'"):
        asked_for("v2-identity")
