"""Our OpenAPI document is sound by itself.

Lives here: tests of fixtures/law/openapi.yaml that need nothing else. May not: comparisons with PortOne's documents
(test_openapi_and_portone.py), the server's answers.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest
import schemathesis
import yaml

from tests.law.ours import (
    ERRORS,
    MOCK_TYPES,
    OPERATIONS,
    OURS,
    SCHEMAS,
    documented_types,
    each_operation,
    schema_of,
    types,
    values,
)
from tests.yardstick import LAW, cases, followed, law, nodes, resolve, validator

OBJECTS: Final = [name for name, schema in SCHEMAS.items() if schema.get("type") == "object"]
UNIONS: Final = [name for name, schema in SCHEMAS.items() if "oneOf" in schema]


def reachable(node: object) -> Iterator[dict[str, Any]]:
    """Every object that a part of our document holds or refers to."""
    for inner in nodes(node):
        yield inner
        if "$ref" in inner:
            yield from reachable(resolve(OURS, inner["$ref"]))


def mapping_keys(node: yaml.Node | None) -> Iterator[list[str]]:
    """The keys of every YAML mapping, as written."""
    if isinstance(node, yaml.MappingNode):
        yield [key.value for key, _ in node.value]
        node = yaml.SequenceNode("", [value for _, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from mapping_keys(child)


class TestByItself:
    """Needs nothing but the document."""

    def test_it_is_valid_openapi(self) -> None:
        schema = schemathesis.openapi.from_dict(law())
        schema.validate()
        assert len(list(schema.get_all_operations())) == len(OPERATIONS)

    def test_it_is_json_in_yaml_clothes(self) -> None:
        """No date, no numeric key: what the server hands out as JSON reads back the same."""
        assert json.loads(json.dumps(OURS)) == OURS

    def test_no_key_is_written_twice(self) -> None:
        """YAML readers let the last one win without a word."""
        for keys in mapping_keys(yaml.compose(LAW.read_text(encoding="utf-8"))):
            assert len(keys) == len(set(keys)), keys

    def test_every_schema_is_valid_json_schema(self) -> None:
        inline = [node["schema"] for node in nodes(OURS["paths"]) if "schema" in node]
        inline += [node["schema"] for node in nodes(OURS["components"]) if isinstance(node.get("schema"), dict)]
        for schema in [*SCHEMAS.values(), *inline]:
            jsonschema.Draft202012Validator.check_schema(schema)

    @pytest.mark.parametrize("name", SCHEMAS)
    def test_every_schema_has_one_example_that_satisfies_it(self, name: str) -> None:
        (example,) = SCHEMAS[name]["examples"]
        validator(OURS, name).validate(example)

    def test_every_reference_points_to_something(self) -> None:
        references = [node["$ref"] for node in nodes(OURS) if "$ref" in node] + [case.branch for case in cases(OURS)]
        assert len(references) > len(SCHEMAS)
        for reference in references:
            resolve(OURS, reference)

    def test_every_component_is_used(self) -> None:
        used = {node["$ref"] for node in nodes(OURS) if "$ref" in node}
        used |= {
            f"#/components/securitySchemes/{name}"
            for node in OPERATIONS.values()
            for one in node["security"]
            for name in one
        }
        assert used == {f"#/components/{kind}/{name}" for kind, group in OURS["components"].items() for name in group}

    @pytest.mark.parametrize("name", UNIONS)
    def test_each_branch_states_its_discriminator_as_the_mapping_does(self, name: str) -> None:
        union = SCHEMAS[name]
        mapping = union["discriminator"]["mapping"]
        assert [branch["$ref"] for branch in union["oneOf"]] == list(mapping.values())
        for value, reference in mapping.items():
            branch = resolve(OURS, reference)
            assert values(branch["properties"][union["discriminator"]["propertyName"]]) == {value}
            assert union["discriminator"]["propertyName"] in branch["required"]

    def test_every_union_is_told_apart_by_a_discriminator(self) -> None:
        assert all("discriminator" in node for node in nodes(OURS) if "oneOf" in node)
        assert not any(
            "anyOf" in node for operation in OPERATIONS.values() for node in reachable(operation["responses"])
        )

    @each_operation
    def test_what_is_sent_is_closed_and_what_is_received_open(self, method: str, path: str) -> None:
        operation = OPERATIONS[method, path]
        sent = [node for node in reachable(operation["responses"]) if node.get("type") == "object"]
        received = [node for node in reachable(operation.get("requestBody", {})) if node.get("type") == "object"]
        assert sent
        assert all(node.get("additionalProperties") is False for node in sent)
        assert not any("additionalProperties" in node or "unevaluatedProperties" in node for node in received)

    def test_nothing_is_nullable(self) -> None:
        assert not any("nullable" in node or "null" in node.get("type", "") for node in reachable(SCHEMAS))

    @pytest.mark.parametrize("name", ERRORS)
    def test_an_error_schema_is_named_after_its_type(self, name: str) -> None:
        (type_,) = types(OURS, SCHEMAS[name])
        assert name == "".join(word.title() for word in type_.split("_")) + "Error"

    @each_operation
    def test_each_status_has_the_error_types_that_belong_to_it(self, method: str, path: str) -> None:
        for status, answer in OPERATIONS[method, path]["responses"].items():
            if status != "200":
                allowed = types(OURS, schema_of(OURS, answer))
                assert allowed
                assert allowed <= {
                    one
                    for name in ERRORS
                    if SCHEMAS[name]["x-mock-status"] == int(status)
                    for one in types(OURS, SCHEMAS[name])
                }

    @each_operation
    def test_the_union_of_an_operation_is_what_its_statuses_allow(self, method: str, path: str) -> None:
        operation = OPERATIONS[method, path]
        assert types(OURS, operation["x-mock-error"]) == set().union(*documented_types(operation).values())

    def test_a_type_of_the_mocks_own_is_marked(self) -> None:
        assert {type_ for name in ERRORS for type_ in types(OURS, SCHEMAS[name]) if type_.startswith("MOCK_")} | {
            "IDEMPOTENCY_OUTSTANDING_REQUEST"
        } == MOCK_TYPES

    @each_operation
    def test_every_answer_names_the_mock_and_its_request(self, method: str, path: str) -> None:
        for answer in OPERATIONS[method, path]["responses"].values():
            headers = {name: followed(OURS, header) for name, header in followed(OURS, answer)["headers"].items()}
            assert set(headers) == {"x-portone-mock", "x-portone-mock-request"}
            assert headers["x-portone-mock"]["required"]

    @each_operation
    def test_every_operation_can_be_refused_by_the_mock_itself(self, method: str, path: str) -> None:
        statuses = set(OPERATIONS[method, path]["responses"])
        assert statuses >= {"400", "403", "408", "413", "421", "431", "503"}


class TestWhatItRefuses:
    """A document that lets everything through proves nothing about the server."""

    @staticmethod
    def example(name: str, **changes: Any) -> dict[str, Any]:
        """The example of a schema with other members; None removes one."""
        changed = {**SCHEMAS[name]["examples"][0], **changes}
        return {key: value for key, value in changed.items() if value is not None}

    @pytest.mark.parametrize("status", ["VERIFIED", "FAILED", "UNKNOWN", "ready"])
    def test_members_of_one_state_under_the_status_of_another(self, status: str) -> None:
        assert not validator(OURS, "IdentityVerification").is_valid(
            self.example("ReadyIdentityVerification", status=status)
        )

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("ReadyIdentityVerification", {"customer": {"name": "김모의"}}),
            ("ReadyIdentityVerification", {"verifiedCustomer": {"name": "김모의"}}),
            ("FailedIdentityVerification", {"failedAt": "2026-03-02T01:00:00.000Z"}),
            ("FailedIdentityVerification", {"failure": None}),
            ("VerifiedIdentityVerification", {"requestedCustomer": {}}),
            ("VerifiedIdentityVerification", {"storeId": "store-1"}),
            ("VerifiedIdentityVerification", {"pgTxId": None}),
            ("VerifiedIdentityVerification", {"version": "V3"}),
            ("VerifiedIdentityVerification", {"verifiedAt": "2026-03-02T01:00:00Z"}),
            ("VerifiedIdentityVerification", {"verifiedAt": "2026-13-02T01:00:00.000Z"}),
            ("VerifiedIdentityVerification", {"customer": {"birthDate": "1990-05-05"}}),
            ("IdentityVerificationVerifiedCustomer", {"birthDate": "1990-02-30"}),
            ("IdentityVerificationVerifiedCustomer", {"phoneNumber": "010-0000-0001"}),
            ("IdentityVerificationVerifiedCustomer", {"isForeigner": "false"}),
            ("SelectedChannel", {"pgProvider": "PAYPAL"}),
            ("LoginViaApiSecretResponse", {"access_token": "header.payload.signature"}),
            ("LoginViaApiKeyResponse", {"access_token": None}),
            ("RefreshTokenResponse", {"access_token": "header.payload.signature"}),
            ("UnauthorizedError", {"message": None}),
            ("UnauthorizedError", {"type": "FORBIDDEN"}),
        ],
    )
    def test_a_member_too_many_missing_or_wrong(self, name: str, changes: dict[str, Any]) -> None:
        validator(OURS, name).validate(self.example(name))
        assert not validator(OURS, name).is_valid(self.example(name, **changes))

    @pytest.mark.parametrize("name", OBJECTS)
    def test_null_where_a_member_should_be_absent(self, name: str) -> None:
        for member in SCHEMAS[name].get("properties", {}):
            assert not validator(OURS, name).is_valid({**SCHEMAS[name]["examples"][0], member: None})

    def test_but_not_the_copy_that_a_legacy_token_sees(self) -> None:
        record = self.example("VerifiedIdentityVerification")
        validator(OURS, "IdentityVerification").validate({**record, "customer": record["verifiedCustomer"]})

    def test_nor_an_unknown_member_of_a_request(self) -> None:
        validator(OURS, "LoginViaApiSecretBody").validate({"apiSecret": "mock-api-secret", "more": None})
