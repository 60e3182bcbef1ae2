"""The contracts as a collection: numbers, sentences, labels."""

import re
from itertools import pairwise

import pytest

from contracts.cases import CONTRACTS
from contracts.law import Contract

FAMILIES = (
    "TOKEN",
    "AUTH",
    "READ",
    "LIST",
    "SEND",
    "CONFIRM",
    "RESEND",
    "IDEMPOTENCY",
    "FIELDS",
    "COMPAT",
    "TRANSPORT",
)


def test_there_are_at_least_eighty_and_every_family_has_some() -> None:
    assert len(CONTRACTS) >= 80
    assert tuple(dict.fromkeys(one.number.rpartition("-")[0] for one in CONTRACTS)) == FAMILIES


def test_numbers_are_counted_from_01_in_each_family_without_a_gap() -> None:
    for before, after in pairwise(CONTRACTS):
        family, _, number = after.number.rpartition("-")
        same_family = before.number.startswith(f"{family}-")
        assert int(number) == (int(before.number.rpartition("-")[2]) + 1 if same_family else 1), after.number


@pytest.mark.parametrize("one", CONTRACTS, ids=lambda one: one.number)
def test_a_contract_is_one_sentence_with_a_source(one: Contract) -> None:
    assert re.fullmatch(r"[A-Z]+-\d\d", one.number)
    assert one.law.en[0].isupper()
    for sentence in one.law:
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
    assert re.search("[가-힣]", one.law.ko)
    assert all(one.source)
    assert one.fidelity in ("openapi", "docs", "sdk", "observed", "assumed")
