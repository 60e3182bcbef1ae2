"""Answers: bytes, headers, and what the journal is told."""

import json

import pytest

from mock_server.answer import JSON, Answer, of_json, of_refusal
from mock_server.domain.errors import Refusal


def test_an_answer_names_the_length_of_its_body_in_bytes() -> None:
    assert dict(Answer(200, "가".encode()).headers)[b"content-length"] == b"3"


@pytest.mark.parametrize("value", [{"이름": "김모의"}, [], {"a": None}])
def test_json_is_encoded_as_utf_8_and_declared(value: object) -> None:
    answer = of_json(value)
    assert (answer.status, json.loads(answer.body)) == (200, value)
    assert JSON in answer.headers
    assert b"\\u" not in answer.body


def test_a_refusal_gives_status_type_message_and_evidence() -> None:
    refusal = Refusal(
        "MOCK_METHOD_NOT_ALLOWED", "아니요", why="No.", at="here", nearest=None, headers=((b"allow", b"GET"),)
    )
    answer = of_refusal(refusal)
    assert json.loads(answer.body) == {"type": "MOCK_METHOD_NOT_ALLOWED", "message": "아니요", "at": "here"}
    assert answer.status == 405
    assert (b"allow", b"GET") in answer.headers
    assert (answer.error_type, answer.why) == ("MOCK_METHOD_NOT_ALLOWED", "No.")


def test_a_success_has_nothing_to_explain() -> None:
    assert (of_json({}).error_type, of_json({}).why) == (None, None)
