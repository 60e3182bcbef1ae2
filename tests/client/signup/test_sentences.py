"""Every reason has a status and a sentence in both languages."""

from typing import get_args

import pytest

from client.signup import accounts, sentences
from client.signup.sentences import SENTENCES, STATUSES, status_of, told
from tests.client.test_eligibility import all_reasons
from tests.docs.decisions import MEANINGS

OF_THE_APPLICATION = {
    *("unreadable-request", "not-found", "portone-cannot-be-asked"),
    *("try-again", "already-a-member", "not-accepted"),
}


def test_every_reason_has_a_sentence_and_no_sentence_is_without_one() -> None:
    assert set(SENTENCES) == all_reasons() | OF_THE_APPLICATION
    assert set(get_args(accounts.Opening)) - {"opened"} <= set(SENTENCES)
    assert set(STATUSES) <= set(SENTENCES)


@pytest.mark.parametrize("reason", SENTENCES)
def test_a_sentence_is_plain_and_in_its_language(reason: str) -> None:
    ko, en = SENTENCES[reason].ko, SENTENCES[reason].en
    assert ko.endswith(".")
    assert en.endswith(".")
    assert en.isascii()
    assert not any(word in f"{ko} {en}" for word in ("CI", "DI", "PortOne", "포트원", "API", "HTTP"))


def test_the_documents_say_when_each_of_them_comes() -> None:
    assert set(MEANINGS) == set(SENTENCES)


def test_only_what_could_not_be_decided_is_503_and_only_what_was_there_before_409() -> None:
    assert {reason: status_of((reason,)) for reason in SENTENCES if status_of((reason,)) != 422} == {
        "used-before": 409,
        "already-a-member": 409,
        "portone-cannot-be-asked": 503,
        "try-again": 503,
    }


def test_of_several_reasons_the_user_hears_the_one_that_helps_most() -> None:
    said = told(("not-live", "not-verified"))
    assert said["reasons"] == ["not-live", "not-verified"]
    assert said["sentence"] == vars(SENTENCES["not-verified"])
    assert status_of(("not-live", "used-before")) == 409
    assert vars(sentences.WELCOME)
