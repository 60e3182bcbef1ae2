"""Every documented outcome of every operation is produced by the server, and is what the documents say.

Lives here: the enumeration of outcomes from the law file, and each of them held to our document and to PortOne's. May
not: how an outcome comes about (outcomes.py), the examples in the document (test_examples.py).
"""

from collections.abc import Iterable
from typing import Final

import pytest

from tests.law.examples import answers_given
from tests.law.ours import BY_ID, OPERATIONS, OURS, documented_types, mock_types, schema_of
from tests.law.outcomes import DOCUMENTED, EVERY, MOCK_ONLY, SUCCESS, VARIANTS, Outcome
from tests.yardstick import AUTUMN_2023, CURRENT, Validator, adapted, followed, operations, validator, yardstick

LEGACY_LOGIN: Final = "loginViaApiKey"
# Counted in PortOne's documents: the seven operations of today, and the login that is gone from them.
COUNTED: Final = {
    "sendIdentityVerification": 10,
    "confirmIdentityVerification": 8,
    "resendIdentityVerification": 8,
    "getIdentityVerification": 5,
    "getIdentityVerifications": 4,
    "loginViaApiSecret": 3,
    "refreshToken": 3,
    LEGACY_LOGIN: 3,
}


def in_the_law() -> set[Outcome]:
    """One success for each operation, and one outcome for each of its error types."""
    return {
        (operation, outcome)
        for operation, described in BY_ID.items()
        for outcome in {SUCCESS}.union(*documented_types(described).values())
    }


def in_portones_documents() -> set[Outcome]:
    """The same, read from PortOne's documents."""
    found: set[Outcome] = set()
    for method, path in OPERATIONS:
        document = yardstick(AUTUMN_2023 if path == "/login/api-key" else CURRENT)
        described = operations(document)[method, path]
        union = followed(document, described["x-portone-error"])
        found |= {(described["operationId"], outcome) for outcome in (SUCCESS, *union["discriminator"]["mapping"])}
    return found


def beyond_portone() -> set[Outcome]:
    """What only the mock answers; what it may answer to every operation is counted once."""
    each = {operation: set().union(*mock_types(described).values()) for operation, described in BY_ID.items()}
    everywhere = {type_ for types in each.values() for type_ in types if type_ not in BY_KEY_ONLY}
    own = {(operation, type_) for operation, types in each.items() for type_ in types & BY_KEY_ONLY}
    return own | {(EVERY, type_) for type_ in everywhere}


BY_KEY_ONLY: Final = {"IDEMPOTENCY_OUTSTANDING_REQUEST", "MOCK_IDEMPOTENCY_KEY_REUSED"}


def each(outcomes: Iterable[Outcome]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("outcome", [pytest.param(outcome, id="-".join(outcome)) for outcome in outcomes])


def status_of(outcome: Outcome) -> str:
    """The status that our document gives to an outcome."""
    operation, type_ = outcome
    described = BY_ID["loginViaApiSecret" if operation == EVERY else operation]
    if (operation, type_) in VARIANTS or type_ == SUCCESS:
        return "200"
    by_status = mock_types(described) if outcome in MOCK_ONLY else documented_types(described)
    (status,) = [status for status, types in by_status.items() if type_ in types]
    return status


def ours(operation: str, status: str) -> Validator:
    """A validator of what our document says of that answer, wherever its schema stands."""
    described = BY_ID["loginViaApiSecret" if operation == EVERY else operation]
    schema = schema_of(OURS, described["responses"][status])
    components = {**OURS["components"], "schemas": {**OURS["components"]["schemas"], "Answer": schema}}
    return validator({**OURS, "components": components}, "Answer")


class TestTheTables:
    """The scenes and the law name the same outcomes."""

    def test_every_outcome_of_the_law_has_its_scene_and_no_other_has_one(self) -> None:
        assert set(DOCUMENTED) == in_the_law()

    def test_there_are_as_many_as_were_counted(self) -> None:
        counted = {operation: sum(it == operation for it, _ in DOCUMENTED) for operation in BY_ID}
        assert counted == COUNTED
        assert sum(counted.values()) == 41 + 3

    def test_portones_documents_have_the_same(self) -> None:
        assert in_portones_documents() == set(DOCUMENTED)

    def test_what_only_the_mock_answers_has_its_scenes_too(self) -> None:
        assert set(MOCK_ONLY) == beyond_portone()
        assert not set(MOCK_ONLY) & set(DOCUMENTED)


class TestTheAnswers:
    """Each outcome over HTTP."""

    @each({**DOCUMENTED, **VARIANTS, **MOCK_ONLY})
    def test_it_comes_about_with_its_status_and_type_and_fits_our_document(self, outcome: Outcome) -> None:
        status, body, _ = answers_given()[outcome]
        assert str(status) == status_of(outcome), body
        assert status == 200 or body["type"] == outcome[1]
        ours(outcome[0], str(status)).validate(body)

    @each({**DOCUMENTED, **VARIANTS})
    def test_it_fits_portones_document(self, outcome: Outcome) -> None:
        operation, type_ = outcome
        document = adapted(yardstick(AUTUMN_2023 if operation == LEGACY_LOGIN else CURRENT))
        (described,) = [row for row in operations(document).values() if row["operationId"] == operation]
        status, body, _ = answers_given()[outcome]
        schema = schema_of(document, described["responses"][str(status)])["$ref"].rpartition("/")[2]
        validator(document, schema).validate(body)
        if status != 200:
            branch = followed(document, described["x-portone-error"])["discriminator"]["mapping"][type_]
            assert followed(document, {"$ref": branch})["x-portone-status-code"] == status

    @each(key for key in DOCUMENTED if key[1] == "PG_PROVIDER")
    def test_a_providers_refusal_has_both_its_members(self, outcome: Outcome) -> None:
        _, body, _ = answers_given()[outcome]
        assert set(body) == {"type", "message", "pgCode", "pgMessage"}
        assert all(body.values())

    @each({**DOCUMENTED, **MOCK_ONLY})
    def test_its_scene_says_what_happened(self, outcome: Outcome) -> None:
        _, _, summary = answers_given()[outcome]
        assert summary.endswith(".")
        assert "\n" not in summary
