"""Every cell of the life cycle's table, once, over HTTP: what it answers, where it leads, and what it leaves alone."""

from collections.abc import Iterator
from itertools import product

import httpx
import pytest

from mock_server import Settings
from mock_server.domain.errors import STATUS
from mock_server.domain.lifecycle import STATUS_OF, Event, Go, State, cell

from ..in_process import MockClient
from ..merchant import Merchant
from .cells import CAUSE, ID, OTHERWISE, PERSON, REACH, otp_of

EVERY = list(product(State, Event))


@pytest.fixture(scope="module")
def mock() -> Iterator[MockClient]:
    with MockClient(Settings(scenario="empty")) as client:
        yield client


@pytest.fixture
def merchant(mock: MockClient, request: pytest.FixtureRequest) -> Merchant:
    """A sandbox of its own for each cell."""
    otp = {"otp": otp_of(*request.param)}
    box = mock.control("POST", "/sandboxes", {"scenario": ["empty", otp]})
    return Merchant(mock, box["apiSecret"])


def what_is_seen(merchant: Merchant) -> tuple[bytes, bytes]:
    return merchant.read(ID).content, merchant.shown(ID).content


def error_of(answer: httpx.Response) -> str | None:
    return None if answer.is_success else str(answer.json()["type"])


@pytest.mark.parametrize(("merchant", "state", "event"), [(each, *each) for each in EVERY], indirect=["merchant"])
def test_every_cell_does_what_the_table_says(merchant: Merchant, state: State, event: Event) -> None:
    start, cause = OTHERWISE.get((state, event), (state, CAUSE[event]))
    REACH[start](merchant, PERSON.get(event, "adult"))
    assert merchant.state(ID) == start
    before = what_is_seen(merchant)
    answer = cause(merchant)
    expected = cell(state, event)
    if isinstance(expected, Go):
        assert error_of(answer) == expected.answers, answer.text
        assert merchant.state(ID) == expected.to
        assert merchant.read(ID).json()["status"] == STATUS_OF[expected.to]
    else:
        assert (answer.status_code, error_of(answer)) == (STATUS[expected.error], expected.error)
        assert what_is_seen(merchant) == before


@pytest.mark.parametrize("state", [state for state in State if state is not State.NEVER_STARTED])
def test_to_another_store_an_id_is_not_found_in_whatever_state(mock: MockClient, state: State) -> None:
    box = mock.control("POST", "/sandboxes", {"scenario": ["empty", {"stores": ["second"]}]})
    merchant = Merchant(mock, box["apiSecret"])
    other = merchant.at(box["storeIds"][1])
    REACH[state](merchant, "adult")
    assert merchant.state(ID) == state
    before = what_is_seen(merchant)
    for call in (other.send, other.resend, other.confirm, other.read, other.open_window):
        assert error_of(call(ID)) == "IDENTITY_VERIFICATION_NOT_FOUND", call.__name__
    assert what_is_seen(merchant) == before


def test_the_tables_of_calls_cover_the_enums() -> None:
    assert set(REACH) == set(State)
    assert set(CAUSE) == set(Event)
