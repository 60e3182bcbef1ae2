"""Faults: the closed list of the design, and whose turn a call is."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.api.routes import OPERATIONS
from mock_server.domain.faults import FAULTS, MATCHES, READS, WITH_ID, Fault, Kind, Moment, Target, hits
from mock_server.domain.operations import ID
from mock_server.domain.tampering import CHANGES

# DESIGN's closed list: required and optional parameters.
IN_THE_DESIGN: dict[str, tuple[set[str], set[str]]] = {
    "delay": ({"seconds"}, set()),
    "status": ({"status"}, {"body", "headers"}),
    "reset-before": (set(), set()),
    "reset-after": (set(), set()),
    "truncate": ({"bytes"}, set()),
    "html": (set(), set()),
    "malformed-json": (set(), set()),
    "rate-limit": (set(), {"retryAfter"}),
    "token-expired": (set(), set()),
    "refresh-dead": (set(), set()),
    "not-found": (set(), set()),
    "ready-first": ({"reads"}, set()),
    "unknown-status": (set(), {"status"}),
    "extra-fields": (set(), set()),
    "omit-fields": ({"fields"}, set()),
    "no-custom-data": (set(), set()),
}
READ = Target("GET", "/identity-verifications/a", "getIdentityVerification", "a", with_token=False)
REFRESH = Target("POST", "/token/refresh", "refreshToken", None, with_token=True)
each_row = pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)


def fault(name: str = "html", **members: Any) -> Fault:
    return Fault(**{"fault_id": "f", "fault": name, "match": {}, "parameters": {}} | members)


def always(_: Fault) -> float:
    return 0.0


def now(ordered: Fault | list[Fault], target: Target = READ, chance: Callable[[Fault], float] = always) -> list[Fault]:
    """The faults that hit this call whatever it answers."""
    return hits([ordered] if isinstance(ordered, Fault) else ordered, target, chance, 0).now


def turns(ordered: Fault, calls: int, chance: Callable[[Fault], float] = always) -> list[bool]:
    """Of that many reads, which are hit."""
    return [bool(now(ordered, chance=chance)) for _ in range(calls)]


def test_the_list_is_that_of_the_design_in_its_order() -> None:
    assert {name: (set(row.required), set(row.optional)) for name, row in FAULTS.items()} == IN_THE_DESIGN
    assert list(FAULTS) == list(IN_THE_DESIGN)
    assert MATCHES == ("method", "path", "operation", "id", "nth")


@each_row
def test_a_row_is_labelled_in_both_languages_and_names_operations_that_exist(row: Kind) -> None:
    assert row.moment in get_args(Moment)
    assert any("가" <= letter <= "힣" for letter in row.label.ko)
    assert row.label.en.isascii()
    assert (row.operations or frozenset()) <= {operation.name for operation in OPERATIONS}


def test_what_needs_the_wire_is_what_cuts_a_connection() -> None:
    assert {name for name, row in FAULTS.items() if row.needs_wire} == {"reset-before", "reset-after", "truncate"}


def test_what_acts_on_records_has_a_change_and_nothing_else_has() -> None:
    assert {name for name, row in FAULTS.items() if row.moment == "record"} == set(CHANGES)


def test_the_operations_with_an_id_are_those_of_the_paths() -> None:
    assert {row.name for row in OPERATIONS if ID in row.path} == WITH_ID


def test_once_is_once_and_lasting_lasts() -> None:
    assert turns(fault(), 3) == [True, False, False]
    assert turns(fault(times=2), 4) == [True, True, False, False]
    assert turns(fault(times=None), 4) == [True] * 4


def test_what_has_never_hit_shows_it() -> None:
    idle, hit = fault(match={"id": "b"}), fault()
    now([idle, hit])
    assert (idle.shown()["fired"], idle.shown()["seen"], idle.used_up) == (0, 0, False)
    assert (hit.shown()["fired"], hit.shown()["seen"], hit.used_up) == (1, 1, True)


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ({}, True),
        ({"method": "GET"}, True),
        ({"method": "get"}, True),
        ({"method": "POST"}, False),
        ({"path": "/identity-verifications/a"}, True),
        ({"path": "/identity-verifications/*"}, True),
        ({"path": "/identity-verifications"}, False),
        ({"path": "*/A"}, False),
        ({"path": "/identity-verifications/?"}, False),
        ({"path": "/identity-verifications/[a]"}, False),
        ({"operation": "getIdentityVerification"}, True),
        ({"operation": "getIdentityVerifications"}, False),
        ({"id": "a"}, True),
        ({"id": "A"}, False),
        ({"method": "GET", "id": "a", "operation": "getIdentityVerification"}, True),
        ({"method": "GET", "id": "b", "operation": "getIdentityVerification"}, False),
    ],
)
def test_a_match_names_all_that_has_to_fit(match: dict[str, Any], hit: bool) -> None:
    ordered = fault(match=match)
    assert bool(now(ordered)) is hit
    assert (ordered.seen, ordered.fired) == ((1, 1) if hit else (0, 0))


def test_the_nth_call_is_the_nth_that_matches() -> None:
    ordered = fault(match={"nth": 3, "id": "a"}, times=None)
    other = READ._replace(id="b")
    came = [bool(now(ordered, target)) for target in (READ, other, READ, other, READ, READ)]
    assert came == [False, False, False, False, True, False]
    # Its one call has come: what matches after that is none of its business.
    assert (ordered.seen, ordered.fired) == (3, 1)


def test_a_call_without_an_id_is_not_matched_by_one() -> None:
    assert not now(fault(match={"id": "None"}), REFRESH)


def test_a_tokens_end_hits_calls_that_carry_an_access_token_only() -> None:
    assert not now(fault("token-expired"), READ)
    assert not now(fault("token-expired"), REFRESH)
    assert now(fault("token-expired"), READ._replace(with_token=True))
    assert now(fault("refresh-dead"), REFRESH)
    assert not now(fault("refresh-dead"), READ._replace(with_token=True))


@pytest.mark.parametrize("name", ["not-found", "token-expired", *CHANGES])
def test_what_is_about_verifications_leaves_logins_alone(name: str) -> None:
    login = Target("POST", "/login/api-secret", "loginViaApiSecret", None, with_token=False)
    ordered = fault(name)
    assert hits([ordered], login, always, 0) == ([], [])
    assert ordered.seen == 0


@given(st.floats(0.01, 1.0), st.lists(st.floats(0.0, 0.999), min_size=1, max_size=30))
def test_a_call_is_hit_where_the_draw_is_below_the_probability(probability: float, draws: list[float]) -> None:
    ordered = fault(times=None, probability=probability)
    came = turns(ordered, len(draws), lambda it: draws[it.seen - 1])
    assert came == [draw < probability for draw in draws]
    assert (ordered.seen, ordered.fired) == (len(draws), sum(came))


def test_a_certain_fault_draws_nothing() -> None:
    def never(_: Fault) -> float:
        raise AssertionError

    assert turns(fault(), 1, never) == [True]


def test_faults_add_up() -> None:
    wait, cut, half = fault("delay"), fault("truncate"), fault("malformed-json")
    assert now([cut, wait, half]) == [wait, cut, half]


def test_of_those_that_answer_in_place_of_the_work_the_first_goes_alone_and_the_rest_wait() -> None:
    status, cut, html = fault("status"), fault("truncate"), fault("html")
    odd, wait = fault("extra-fields"), fault("delay", times=None)
    ordered = [cut, odd, status, html, wait]
    assert hits(ordered, READ, always, 0) == ([wait, status], [])
    assert hits(ordered, READ, always, 0) == ([wait, html], [])
    assert hits(ordered, READ, always, 0) == ([wait, cut], [odd])
    assert [each.fired for each in ordered] == [1, 0, 1, 1, 3]
    assert cut.seen == 3


def test_the_nth_call_that_another_fault_answers_is_made_up_for() -> None:
    status, html = fault("status"), fault("html", match={"nth": 1})
    assert [now([status, html]) for _ in range(3)] == [[status], [html], []]


def test_those_on_records_are_not_counted_before_there_is_one() -> None:
    odd = fault("unknown-status")
    assert hits([odd], READ, always, 0) == ([], [odd])
    assert (odd.seen, odd.fired, odd.used_up) == (1, 0, False)
    assert {name for name in CHANGES if FAULTS[name].operations == READS} == set(CHANGES) - {"ready-first"}


@pytest.mark.parametrize(("times", "reads", "most"), [(1, 2, 2), (2, 3, 6), (None, 2, None)])
def test_a_late_status_hits_so_many_reads(times: int | None, reads: int, most: int | None) -> None:
    assert fault("ready-first", times=times, parameters={"reads": reads}).most == most
