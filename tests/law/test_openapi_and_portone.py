"""Our OpenAPI document says what PortOne's documents say, in other words.

Lives here: comparisons with PortOne's documents; they skip where those are not at hand. May not: the server's answers.
"""

import re
from typing import Any, Final

import pytest

from tests.law.ours import (
    ERRORS,
    OPERATIONS,
    OURS,
    SCHEMAS,
    answers,
    documented_types,
    each_operation,
    schema_of,
    values,
)
from tests.yardstick import (
    AUTUMN_2023,
    CURRENT,
    LAW,
    Document,
    adapted,
    followed,
    nodes,
    operations,
    resolve,
    yardstick,
)

# What the mock says beyond PortOne's documents, each with its reason.
OURS_ALONE: Final = {
    *("Message", "Timestamp", "AccessToken", "RefreshToken", "LegacyAccessToken", "LegacyRefreshToken"),
    *(name for name in ERRORS if SCHEMAS[name].get("x-mock-only")),
    "SendBypass",  # PortOne leaves it to the providers' guides
}
FURTHER_PARAMETERS: Final = {"Idempotency-Key"}  # the guides have it, the document has not
FURTHER_MEMBERS: Final = {
    "LoginViaApiKeyResponse": {"access_token", "refresh_token"},  # the guides of 2023 read these
    "RefreshTokenResponse": {"access_token", "refresh_token"},  # likewise
    "VerifiedIdentityVerification": {"customer"},  # likewise
}
FURTHER_REQUIRED: Final = {
    "LoginViaApiKeyResponse": {"access_token", "refresh_token"},
    **{name: {"message"} for name in ERRORS},  # a refusal always says what would have worked
}
NARROWED: Final = {
    ("SelectedChannel", "pgProvider"),  # the mock plays three of the providers
}


def theirs(path: str) -> Document:
    """PortOne's document that has the path: the current one, but for the login that is gone from it."""
    return adapted(yardstick(AUTUMN_2023 if path == "/login/api-key" else CURRENT))


def described(document: Document, schema: dict[str, Any]) -> dict[str, Any]:
    """Type and format of a member, of its items too."""
    schema = followed(document, schema)
    items = {"items": described(document, schema["items"])} if "items" in schema else {}
    return {"type": schema.get("type", "oneOf"), "format": schema.get("format"), **items}


class TestBesidePortOnes:
    """Compared with PortOne's documents, where they are at hand."""

    @each_operation
    def test_an_operation_has_portones_path_method_and_id(self, method: str, path: str) -> None:
        assert operations(theirs(path))[method, path]["operationId"] == OPERATIONS[method, path]["operationId"]

    @each_operation
    def test_its_parameters_are_portones(self, method: str, path: str) -> None:
        def parameters(document: Document) -> list[tuple[Any, ...]]:
            given = [followed(document, one) for one in operations(document)[method, path].get("parameters", [])]
            return sorted(
                (one["name"], one["in"], one["required"], *told(one)) for one in given if not one.get("x-mock-only")
            )

        def told(one: dict[str, Any]) -> tuple[str, str]:
            if "content" not in one:
                return "schema", one["schema"]["type"]
            ((media_type, content),) = one["content"].items()
            return media_type, content["schema"]["$ref"]

        assert parameters(OURS) == parameters(theirs(path))

    def test_a_parameter_beyond_portones_is_marked(self) -> None:
        known = OURS["components"]["parameters"].values()
        assert {one["name"] for one in known if one.get("x-mock-only")} == FURTHER_PARAMETERS

    @each_operation
    def test_its_body_is_portones(self, method: str, path: str) -> None:
        def body(document: Document) -> tuple[Any, ...] | None:
            given = operations(document)[method, path].get("requestBody")
            return given and (
                given.get("required", False),
                sorted(given["content"]),
                schema_of(document, given)["$ref"],
            )

        assert body(OURS) == body(theirs(path))

    @each_operation
    def test_its_credentials_are_portones(self, method: str, path: str) -> None:
        document = theirs(path)
        assert OPERATIONS[method, path]["security"] == operations(document)[method, path].get("security", [])

    def test_the_credentials_are_sent_as_to_portone(self) -> None:
        def schemes(document: Document) -> dict[str, tuple[str, str]]:
            known = document["components"]["securitySchemes"]
            return {name: (scheme["type"], scheme["scheme"]) for name, scheme in known.items()}

        assert schemes(OURS) == schemes(yardstick(CURRENT))

    @each_operation
    def test_its_statuses_are_portones_and_the_rest_is_marked(self, method: str, path: str) -> None:
        documented = set(operations(theirs(path))[method, path]["responses"])
        assert set(answers(OPERATIONS[method, path], mock_only=False)) == documented
        assert not set(answers(OPERATIONS[method, path], mock_only=True)) & documented

    @each_operation
    def test_its_success_has_portones_schema(self, method: str, path: str) -> None:
        document = theirs(path)
        success = operations(document)[method, path]["responses"]["200"]
        assert schema_of(OURS, OPERATIONS[method, path]["responses"]["200"]) == schema_of(document, success)

    @each_operation
    def test_its_error_types_per_status_are_portones(self, method: str, path: str) -> None:
        """PortOne gives every status the whole union; which branch belongs to it stands in the branch."""
        document = theirs(path)
        union = resolve(document, operations(document)[method, path]["x-portone-error"]["$ref"])
        expected: dict[str, set[str]] = {}
        for value, reference in union["discriminator"]["mapping"].items():
            expected.setdefault(str(resolve(document, reference)["x-portone-status-code"]), set()).add(value)
        assert documented_types(OPERATIONS[method, path]) == expected
        assert OPERATIONS[method, path]["x-mock-error"] == operations(document)[method, path]["x-portone-error"]

    def test_all_of_portones_operations_and_schemas_are_compared(self) -> None:
        current = yardstick(CURRENT)
        assert {*operations(current), ("post", "/login/api-key")} == set(OPERATIONS)
        assert set(current["components"]["schemas"]) == {
            name for name in SCHEMAS if name not in OURS_ALONE and not name.startswith("LoginViaApiKey")
        }

    @pytest.mark.parametrize("name", sorted(OURS_ALONE))
    def test_a_schema_that_is_ours_alone_is_not_portones(self, name: str) -> None:
        assert name not in yardstick(CURRENT)["components"]["schemas"]
        assert name not in yardstick(AUTUMN_2023)["components"]["schemas"]

    @pytest.mark.parametrize("name", [name for name in SCHEMAS if name not in OURS_ALONE])
    def test_a_shared_schema_says_what_portones_says(self, name: str) -> None:
        document = theirs("/login/api-key" if name.startswith("LoginViaApiKey") else "/login/api-secret")
        their, our = document["components"]["schemas"][name], SCHEMAS[name]
        assert our.get("type") == their.get("type")
        assert values(our) == values(their)
        assert our.get("discriminator") == their.get("discriminator")
        assert sorted(one["$ref"] for one in our.get("oneOf", [])) == sorted(
            one["$ref"] for one in their.get("oneOf", [])
        )
        assert set(our.get("required", [])) - FURTHER_REQUIRED.get(name, set()) == set(their.get("required", []))
        members = set(our.get("properties", {})) - FURTHER_MEMBERS.get(name, set())
        assert members == set(their.get("properties", {}))
        for member in members:
            self.compare((name, member), our["properties"][member], their["properties"][member], document)

    @staticmethod
    def compare(place: tuple[str, str], our: dict[str, Any], their: dict[str, Any], document: Document) -> None:
        """A member has PortOne's schema, type, format and values, or those of the values that NARROWED allows."""
        ours, theirs_ = followed(OURS, our), followed(document, their)
        assert described(OURS, ours) == described(document, theirs_), place
        if our.get("$ref", "").rpartition("/")[2] not in {"", *OURS_ALONE}:
            assert our["$ref"] == their.get("$ref"), place
        if place in NARROWED:
            assert (values(ours) or set()) < (values(theirs_) or set()), f"{place} is as wide: take it from NARROWED"
        else:
            assert values(ours) == values(theirs_), place


PROSE: Final = {"title", "description", "summary", "x-portone-title", "x-portone-description"}


def prose(document: Document) -> set[str]:
    """Every line of text for people in PortOne's document, without markup."""
    texts = [text for node in nodes(document) for key, text in node.items() if key in PROSE and isinstance(text, str)]
    return {line.strip() for text in texts for line in re.sub(r"<[^>]+>", "\n", text).splitlines() if line.strip()}


def runs(text: str) -> set[tuple[str, ...]]:
    """Every five words that follow one another."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def borrowed(text: str, lines: set[str]) -> set[str]:
    """The lines of which our text has five consecutive words, or all of one with Korean in it from 12 characters on."""
    ours, flat = runs(text), " ".join(text.split())
    whole = {
        line for line in lines if len(line) >= 12 and re.search("[가-힣]", line) and " ".join(line.split()) in flat
    }
    return whole | {line for line in lines if runs(line) & ours}


class TestOwnWords:
    """PortOne's facts are carried over, its sentences are not."""

    @pytest.mark.parametrize("name", [CURRENT, AUTUMN_2023])
    def test_no_sentence_of_portones_document_is_in_ours(self, name: str) -> None:
        lines = prose(yardstick(name))
        assert len(lines) > 50
        assert borrowed(LAW.read_text(encoding="utf-8"), lines) == set()

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("# The quick brown\n# fox jumps again", "A quick brown fox jumps again."),
            ("description: 빠른 갈색 여우가 뛴다고 합니다", "빠른 갈색 여우가 뛴다"),
        ],
    )
    def test_a_borrowed_sentence_is_found_across_line_breaks_and_in_korean(self, text: str, line: str) -> None:
        assert borrowed(text, {line, "짧은 말"}) == {line}
