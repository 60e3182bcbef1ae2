"""Each error type has the status of PortOne's document, and a refusal carries what its answer needs."""

import pytest

from mock_server.domain.errors import STATUS, Refusal
from tests.yardstick import CURRENT, cases, resolve, yardstick

PORTONES = {
    **dict.fromkeys(("INVALID_REQUEST", "MAX_TRANSACTION_COUNT_REACHED"), 400),
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    **dict.fromkeys(("IDENTITY_VERIFICATION_NOT_FOUND", "IDENTITY_VERIFICATION_NOT_SENT", "CHANNEL_NOT_FOUND"), 404),
    **dict.fromkeys(("IDENTITY_VERIFICATION_ALREADY_VERIFIED", "IDENTITY_VERIFICATION_ALREADY_SENT"), 409),
    "IDEMPOTENCY_OUTSTANDING_REQUEST": 409,
    "PG_PROVIDER": 502,
}
# The guides name it, the document does not.
NOT_IN_THE_DOCUMENT = {"IDEMPOTENCY_OUTSTANDING_REQUEST"}


def test_portones_types_have_their_statuses() -> None:
    assert {type_: status for type_, status in STATUS.items() if not type_.startswith("MOCK_")} == PORTONES


@pytest.mark.parametrize(
    ("type_", "status"),
    [
        *(("MOCK_NOT_FOUND", 404), ("MOCK_METHOD_NOT_ALLOWED", 405), ("MOCK_CONFLICT", 409), ("MOCK_TOO_LARGE", 413)),
        *(("MOCK_UNAVAILABLE", 503), ("MOCK_NOT_SUPPORTED", 501)),
    ],
)
def test_the_mocks_own_types_have_those_of_the_design(type_: str, status: int) -> None:
    assert STATUS[type_] == status


def test_portones_document_knows_these_types_under_these_statuses() -> None:
    document = yardstick(CURRENT)
    documented = {
        case.value: resolve(document, case.branch)["x-portone-status-code"]
        for case in cases(document)
        if case.property == "type"
    }
    assert documented == {type_: status for type_, status in PORTONES.items() if type_ not in NOT_IN_THE_DOCUMENT}


def test_a_refusal_is_its_type_status_and_message() -> None:
    refusal = Refusal("FORBIDDEN", "가면 안 됩니다")
    assert (refusal.type, refusal.status, str(refusal)) == ("FORBIDDEN", 403, "가면 안 됩니다")
    assert refusal.body() == {"type": "FORBIDDEN", "message": "가면 안 됩니다"}
    assert (refusal.why, refusal.headers) == ("가면 안 됩니다", ())


def test_the_journal_may_be_told_in_other_words_which_the_answer_does_not_hold() -> None:
    refusal = Refusal("FORBIDDEN", "가면 안 됩니다", why="no entry")
    assert refusal.why == "no entry"
    assert "no entry" not in refusal.body().values()


def test_details_are_members_of_the_answer_and_none_is_left_out() -> None:
    refusal = Refusal("INVALID_REQUEST", "no", at="status", nearest=None, known=["READY"])
    assert refusal.body() == {"type": "INVALID_REQUEST", "message": "no", "at": "status", "known": ["READY"]}


def test_headers_are_kept_for_the_answer() -> None:
    assert Refusal("MOCK_METHOD_NOT_ALLOWED", "no", headers=((b"allow", b"GET"),)).headers == ((b"allow", b"GET"),)


def test_a_type_without_a_status_cannot_be_refused_with() -> None:
    with pytest.raises(KeyError, match="TEAPOT"):
        Refusal("TEAPOT", "no")
