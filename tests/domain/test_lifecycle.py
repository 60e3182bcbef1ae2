"""The table of the life cycle is whole: each state meets each event, and nothing in it is idle."""

from itertools import product

import pytest

from mock_server.domain.errors import STATUS
from mock_server.domain.lifecycle import STATUS_OF, TABLE, Event, Go, Refuse, State, cell, fidelity

EVERY = list(product(State, Event))
LIMITS = {Event.BEGUN_TOO_OFTEN, Event.RESENT_TOO_OFTEN}
WAYS = {state: {found.to for found in row.values() if isinstance(found, Go)} for state, row in TABLE.items()}


def test_the_table_has_exactly_the_cells_of_the_product() -> None:
    assert [(state, event) for state, row in TABLE.items() for event in row if (state, event) not in EVERY] == []
    assert [(state, event) for state, event in EVERY if event not in TABLE.get(state, {})] == []


def test_every_state_can_be_reached_from_the_beginning() -> None:
    reached, ahead = set(), {State.NEVER_STARTED}
    while ahead:
        reached |= ahead
        ahead = {to for state in ahead for to in WAYS[state]} - reached
    assert reached == set(State)


def test_every_event_is_legal_somewhere_and_illegal_somewhere() -> None:
    for event in set(Event) - LIMITS:
        kinds = {type(cell(state, event)) for state in State}
        assert kinds == {Go, Refuse}, event


def test_what_is_too_often_is_legal_nowhere() -> None:
    assert {type(cell(state, event)) for state in State for event in LIMITS} == {Refuse}


def test_verified_and_used_up_are_for_ever() -> None:
    assert (WAYS[State.VERIFIED], WAYS[State.ATTEMPTS_USED_UP]) == (set(), set())


def test_only_a_legal_event_leads_back_from_failed_and_it_starts_an_attempt() -> None:
    starting = {event for event, found in TABLE[State.FAILED].items() if isinstance(found, Go)}
    assert starting == {Event.WINDOW_OPENED, Event.SENT_BY_SMS, Event.SENT_BY_APP, Event.SENT_BY_APP_AND_HELD_BACK}


@pytest.mark.parametrize("event", [Event.ABANDONED, Event.MISTYPED, Event.EXPIRED, Event.RESENT])
def test_leaving_and_sending_again_change_no_state_except_that_an_app_can_be_held_back(event: Event) -> None:
    if event is Event.ABANDONED:
        assert cell(State.CONFIRMED, event) == Go(State.SENT_APP)
        return
    assert {(state, found.to) for state in State if isinstance(found := cell(state, event), Go)} == {
        (state, state) for state in State if isinstance(cell(state, event), Go)
    }


def test_nothing_leads_to_never_started_and_only_that_state_has_no_public_status() -> None:
    assert all(State.NEVER_STARTED not in to for to in WAYS.values())
    assert {state for state in State if STATUS_OF[state] is None} == {State.NEVER_STARTED}
    assert STATUS_OF.keys() == set(State)


def test_every_error_of_the_table_has_a_status() -> None:
    errors = {
        found.error if isinstance(found, Refuse) else found.answers for row in TABLE.values() for found in row.values()
    }
    assert errors - {None} <= STATUS.keys()


# Who asks → the errors that the answer may have. FACTS, "Operations"; a tester's own error where PortOne has no call.
_SEND = {
    "MAX_TRANSACTION_COUNT_REACHED",
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED",
    "IDENTITY_VERIFICATION_ALREADY_SENT",
}
_CONFIRM = {
    "IDENTITY_VERIFICATION_NOT_FOUND",
    "IDENTITY_VERIFICATION_NOT_SENT",
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED",
}
_TESTER = {"IDENTITY_VERIFICATION_NOT_FOUND", "MOCK_CONFLICT"}
DOCUMENTED = {
    **dict.fromkeys((Event.WINDOW_OPENED, *(event for event in Event if event.startswith("sent-"))), _SEND),
    **dict.fromkeys((Event.RESENT, *(event for event in Event if event.startswith("confirmed-"))), _CONFIRM),
    **dict.fromkeys((Event.TURNED_DOWN, Event.TURNED_DOWN_FOR_GOOD), _CONFIRM),
    Event.BEGUN_TOO_OFTEN: _SEND,
    Event.RESENT_TOO_OFTEN: {*_CONFIRM, "PG_PROVIDER"},
    **dict.fromkeys((Event.CANCELLED, Event.ABANDONED, Event.MISTYPED, Event.EXPIRED), _TESTER),
    **dict.fromkeys((Event.COMPLETED, Event.FAILED, Event.EXHAUSTED), _TESTER),
}


@pytest.mark.parametrize("event", Event)
def test_an_event_is_refused_only_with_errors_that_its_call_documents(event: Event) -> None:
    refused = {found.error for state in State if isinstance(found := cell(state, event), Refuse)}
    assert refused <= DOCUMENTED[event]


def test_every_cell_says_how_it_is_known_and_what_nobody_wrote_down_is_assumed() -> None:
    labels = {each: fidelity(*each) for each in EVERY}
    assert set(labels.values()) == {"openapi", "docs", "sdk", "assumed"}
    assert labels[State.WINDOW_OPEN, Event.CONFIRMED_RIGHT] == "openapi"
    assert labels[State.SENT_SMS, Event.CONFIRMED_LATE] == "assumed"
    assert {labels[state, Event.CANCELLED] for state in State} == {"assumed"}
