"""What the mock can do, as its own tables say it: a key for each behaviour that the ledger has to know.

Lives here: the keys, and the label that a table gives to one. May not: the ledger, verdicts.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

import msgspec

from mock_server.domain.attempts import OtpSettings
from mock_server.domain.errors import STATUS
from mock_server.domain.faults import FAULTS
from mock_server.domain.lifecycle import Event, State, fidelity
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.providers import PROFILES, PROVIDED
from tests.law.outcomes import DOCUMENTED


def _cells() -> Iterator[tuple[str, str | None]]:
    for state, event in product(State, Event):
        yield f"lifecycle/{state}/{event}", fidelity(state, event)


def _provided() -> Iterator[tuple[str, str | None]]:
    """Member × provider × contract, and what one agency leaves out besides."""
    for profile, row in PROFILES.items():
        for name in PROVIDED:
            reason = row.withheld.get(name)
            yield f"provider/{profile}/{name}", reason.source if reason else None
        for agency, withheld in row.by_agency.items():
            for name, reason in withheld.items():
                yield f"provider/{profile}/{agency}/{name}", reason.source


def _others() -> Iterator[tuple[str, str | None]]:
    for name, outcome in OUTCOMES.items():
        yield f"outcome/{name}", outcome.fidelity
    for type_ in STATUS:
        yield f"error/{type_}", None
    for operation, answer in DOCUMENTED:
        yield f"operation/{operation}/{answer}", None
    for fault in FAULTS:
        yield f"fault/{fault}", None
    for field in msgspec.structs.fields(OtpSettings):
        # All of its figures are assumed: OtpSettings says so.
        yield f"otp/{field.encode_name}", "assumed"


LABELS: Final[dict[str, str | None]] = dict((*_cells(), *_provided(), *_others()))


def behaviours() -> tuple[str, ...]:
    """Every key, in the order of the tables."""
    return tuple(LABELS)
