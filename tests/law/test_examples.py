"""The examples in our document are really what the server answers.

Lives here: comparisons of examples with answers. May not: getting the answers (examples.py). After a change that is
meant, `python -m tests.law` writes them anew.
"""

from typing import Any

import pytest

from tests.law.examples import all_examples, answers_given, instances, name_of, of_answers, of_requests, written
from tests.law.ours import BY_ID, OURS, SCHEMAS
from tests.law.outcomes import DOCUMENTED, EVERY, MOCK_ONLY, VARIANTS, Outcome
from tests.yardstick import LAW, followed

EXAMPLES = OURS["components"]["examples"]


def shown(operation: str) -> dict[str, set[str]]:
    """The names of the examples that each status of an operation refers to."""
    return {
        status: {
            one["$ref"].rpartition("/")[2]
            for name, one in followed(OURS, answer)["content"]["application/json"].get("examples", {}).items()
        }
        for status, answer in BY_ID[operation]["responses"].items()
    }


@pytest.mark.parametrize("outcome", [*DOCUMENTED, *VARIANTS, *MOCK_ONLY], ids=name_of)
def test_the_example_of_an_outcome_is_what_the_server_answers(outcome: Outcome) -> None:
    assert EXAMPLES[name_of(outcome)] == all_examples()[name_of(outcome)], "python -m tests.law writes it anew"


def test_there_is_no_other_example() -> None:
    assert list(EXAMPLES) == list(all_examples())


@pytest.mark.parametrize("outcome", [*DOCUMENTED, *VARIANTS, *MOCK_ONLY], ids=name_of)
def test_it_stands_at_its_operation_and_status(outcome: Outcome) -> None:
    status = str(answers_given()[outcome][0])
    operations = [outcome[0]] if outcome[0] != EVERY else ["loginViaApiSecret", "loginViaApiKey", "refreshToken"]
    for operation in operations:
        assert name_of(outcome) in shown(operation)[status]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_example_of_a_schema_is_part_of_an_answer_or_of_a_request_that_succeeds(name: str) -> None:
    """The scenes of the successes send the example of each body."""
    assert SCHEMAS[name]["examples"] == [{**of_requests(), **of_answers()}[name]], "python -m tests.law writes it anew"


def test_writing_them_again_changes_nothing() -> None:
    text = LAW.read_text(encoding="utf-8")
    assert written(text) == text


def test_another_answer_would_be_written_over_the_example() -> None:
    text = LAW.read_text(encoding="utf-8")
    assert written(text.replace("pgCode: MOCK-WRONG-OTP", "pgCode: MOCK-OTHER")) == text
    assert written(text.replace("gender: MALE", "gender: FEMALE")) != text.replace("gender: MALE", "gender: FEMALE")


def test_the_parts_of_a_value_are_found_by_their_schemas() -> None:
    body: dict[str, Any] = EXAMPLES["getIdentityVerification-SUCCESS"]["value"]
    found = dict(instances({"$ref": "#/components/schemas/IdentityVerification"}, body))
    assert found["VerifiedIdentityVerification"] == found["IdentityVerification"] == body
    assert found["SelectedChannel"] == body["channel"]
    assert "ReadyIdentityVerification" not in found
