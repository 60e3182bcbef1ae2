"""The closed list of outcomes is that of the design, and each row says to record, API and browser what it should."""

import re
from typing import get_args

import msgspec
import pytest

from mock_server.domain.outcomes import OUTCOMES, Failure, Outcome, Status
from tests.law.facts import OUTCOMES as ENDS_IN

IN_THE_DESIGN = [
    *("verified", "cancelled", "abandoned", "verified-not-returned", "wrong-otp", "otp-expired", "attempts-exhausted"),
    *("identity-mismatch", "age-limit", "carrier-not-allowed", "provider-error", "window-timeout", "invalid-parameter"),
]
# Codes that the browser SDK knows, as far as they are used here.
BROWSER_CODES = {"Cancelled", "PGProviderError"}
each_row = pytest.mark.parametrize("row", OUTCOMES.values(), ids=OUTCOMES)


def test_the_list_is_that_of_the_design_in_its_order() -> None:
    assert list(OUTCOMES) == IN_THE_DESIGN


@each_row
def test_a_row_is_found_under_its_own_name(row: Outcome) -> None:
    assert OUTCOMES[row.outcome] is row


def test_each_ends_in_the_status_of_the_design() -> None:
    assert {name: row.status for name, row in OUTCOMES.items()} == ENDS_IN
    assert {row.status for row in OUTCOMES.values()} == set(get_args(Status))


@each_row
def test_only_what_fails_has_a_failure_and_it_says_everything(row: Outcome) -> None:
    assert (row.failure is not None) == (row.status == "FAILED")
    if row.failure is not None:
        members = msgspec.to_builtins(row.failure)
        assert set(members) == {"reason", "pgCode", "pgMessage"}
        assert all(members.values())


@each_row
def test_the_api_is_told_of_every_outcome_but_success(row: Outcome) -> None:
    assert (row.api is None) == (row.status == "VERIFIED")
    if row.api is not None:
        assert (row.api.status, row.api.type) == (502, "PG_PROVIDER")
        assert msgspec.to_builtins(row.api).keys() == {"status", "type", "pgCode", "pgMessage"}
        assert re.fullmatch(r"MOCK-[A-Z-]+", row.api.pg_code or "")
        assert row.api.pg_message


@each_row
def test_the_browser_is_told_of_what_failed_and_of_nothing_else(row: Outcome) -> None:
    assert (row.browser is not None) == (row.status == "FAILED")
    if row.browser is not None:
        assert row.browser.code in BROWSER_CODES
        assert row.browser.message


def test_an_age_limit_looks_like_a_cancel_in_the_browser_and_nothing_else_does() -> None:
    alike = {name for name, row in OUTCOMES.items() if row.browser and row.browser.code == "Cancelled"}
    assert alike == {"cancelled", "age-limit"}


@each_row
def test_record_and_api_tell_the_same_code(row: Outcome) -> None:
    if row.failure and row.api:
        assert (row.failure.pg_code, row.failure.pg_message) == (row.api.pg_code, row.api.pg_message)


def test_every_code_of_the_provider_stands_for_one_outcome() -> None:
    codes = [row.api.pg_code for row in OUTCOMES.values() if row.api]
    assert len(set(codes)) == len(codes)


@each_row
def test_labels_are_in_both_languages(row: Outcome) -> None:
    assert re.search("[가-힣]", row.label.ko)
    assert row.label.en
    assert row.label.en.isascii()


def test_all_but_a_plain_success_is_assumed() -> None:
    assert {name: row.fidelity for name, row in OUTCOMES.items()} == {
        name: "openapi" if name == "verified" else "assumed" for name in IN_THE_DESIGN
    }


def test_a_failure_leaves_out_what_it_does_not_say() -> None:
    assert msgspec.json.encode(Failure()) == b"{}"
    assert msgspec.json.encode(Failure(pg_code="P1")) == b'{"pgCode":"P1"}'
