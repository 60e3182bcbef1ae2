"""What a document may hold beyond the types of its members, so that a damaged one is refused whole.

Lives here: the rules, each with its place. May not: putting anything anywhere. Where a tester's order has rules already
(people, faults, outcomes to come), these are asked.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import msgspec

from .api.idempotency import MOST_KEYS
from .control.people import MOST_PEOPLE
from .domain.attempts import Attempt
from .domain.channels import Channel
from .domain.errors import Refusal
from .domain.fault_order import MOST_FAULTS, read_fault
from .domain.faults import Fault
from .domain.lifecycle import STATUS_OF, State
from .domain.next_order import MOST_NEXT, read_next
from .domain.outcomes import OUTCOMES
from .domain.people import Person
from .domain.providers import MEMBERS, PROFILES
from .domain.record import Record
from .domain.timestamps import EARLIEST, LATEST
from .records import LONGEST_ID
from .roster import PersonError, described, person_from
from .scenario import Scenario, ScenarioError
from .snapshot import KeptAnswer, Lasting, SandboxState, SnapshotError
from .store.memory import MOST_RECORDS, MOST_TOKENS
from .store.sandbox import MOST_MESSAGES

Item = TypeVar("Item")
# How far an answer's identifiers may have been drawn: more than any sandbox draws in its life.
MOST_DRAWN: Final = 2**53
_MOST: Final = {
    "people": MOST_PEOPLE,
    "verifications": MOST_RECORDS,
    "next": MOST_NEXT,
    "faults": MOST_FAULTS,
    "messages": MOST_MESSAGES,
    "idempotency": MOST_KEYS,
}


def check_state(state: SandboxState, *, wired: bool, at: str = "sandbox") -> None:
    """SnapshotError for the first thing that no sandbox can hold. `wired` is whether faults may act on connections."""
    for name, most in _MOST.items():
        _require(len(getattr(state, name)) <= most, f"{at}.{name}", f"a sandbox holds {most} at most")
    _require(0 <= state.drawn <= MOST_DRAWN, f"{at}.drawn", "expected how many identifiers were drawn")
    scenario = _scenario(state, at)
    _check_clock(state, at)
    for each, person in _numbered(state.people, f"{at}.people"):
        _check_person(person, each)
    people = scenario.people.with_all(state.people)
    _check_distinct((kept.record.id for kept in state.verifications), f"{at}.verifications", "record.id")
    for each, kept in _numbered(state.verifications, f"{at}.verifications"):
        _check_record(kept.record, state.store_ids, f"{each}.record")
    for each, entry in _numbered(state.next, f"{at}.next"):
        with _placed(each):
            read_next(msgspec.to_builtins(entry), people, scenario.channels)
    _check_distinct((fault.fault_id for fault in state.faults), f"{at}.faults", "faultId")
    for each, fault in _numbered(state.faults, f"{at}.faults"):
        _check_fault(fault, each, wired=wired)
    for each, message in _numbered(state.messages, f"{at}.messages"):
        _check_time(message.at, f"{each}.at")
    _check_answers(state.idempotency, f"{at}.idempotency")


def check_lasting(lasting: Lasting, at: str) -> None:
    """SnapshotError where tokens and logins do not belong together."""
    _require(0 <= lasting.drawn <= MOST_DRAWN, f"{at}.drawn", "expected how many identifiers were drawn")
    _require(len(lasting.tokens) <= MOST_TOKENS, f"{at}.tokens", f"a sandbox holds {MOST_TOKENS} at most")
    _check_distinct((kept.text for kept in lasting.tokens), f"{at}.tokens", "text")
    _require(len(lasting.answers) <= MOST_KEYS, f"{at}.answers", f"a sandbox holds {MOST_KEYS} at most")
    _check_answers(lasting.answers, f"{at}.answers")
    live = {login.refresh_token for login in lasting.logins.values()} - {None}
    for each, kept in _numbered(lasting.tokens, f"{at}.tokens"):
        found = kept.token.is_live_refresh
        _require(found is (kept.text in live), each, "the live refresh tokens are those of logins, and no others")
    texts = {kept.text for kept in lasting.tokens}
    for kind, login in lasting.logins.items():
        known = login.refresh_token is None or login.refresh_token in texts
        _require(known, f"{at}.logins.{kind}.refreshToken", "it is none of tokens")


def _scenario(state: SandboxState, at: str) -> Scenario:
    """The document's scenario, read by the rules of scenario files."""
    try:
        scenario = state.scenario.load()
    except ScenarioError as error:
        raise SnapshotError(f"{at}.{error.at or 'scenario'}", error.text.en) from None
    _check_distinct(state.store_ids, f"{at}.storeIds")
    wanted = 1 + len(scenario.stores)
    _require(len(state.store_ids) == wanted, f"{at}.storeIds", f"this scenario makes {wanted} stores")
    return scenario


def _check_clock(state: SandboxState, at: str) -> None:
    clock = state.clock
    _check_time(clock.now(), f"{at}.clock")
    _check_time(clock.now() - clock.advanced, f"{at}.clock.advanced")


def _check_person(person: Person, at: str) -> None:
    def place(path: Iterable[str | int]) -> str:
        return ".".join((at, *map(str, path)))

    members = {name: value for name, value in described(person).items() if value is not None}
    try:
        person_from({**members, "person": person.key}, place)
    except PersonError as error:
        raise SnapshotError(error.at, error.message) from None


def _check_record(record: Record, store_ids: Iterable[str], at: str) -> None:
    _require(0 < len(record.id) <= LONGEST_ID, f"{at}.id", f"an id has 1 to {LONGEST_ID} characters")
    _require(record.store_id in store_ids, f"{at}.storeId", "it is none of the sandbox's storeIds")
    _require(STATUS_OF[record.state] is not None, f"{at}.state", "a record has begun")
    _require(bool(record.attempts), f"{at}.attempts", "a record has one attempt at least")
    verified = record.state is State.VERIFIED
    successes = sum(attempt.state is State.VERIFIED for attempt in record.attempts)
    _require(successes == verified, f"{at}.attempts", "of a verified record one attempt is verified, of others none")
    follows = verified or record.attempts[-1].state is record.state
    _require(follows, f"{at}.attempts", "the last attempt is in another state")
    _require(
        (record.verified_at is not None) is verified, f"{at}.verifiedAt", "a verified record has it, no other does"
    )
    _check_time(record.requested_at, f"{at}.requestedAt")
    _check_time(record.updated_at, f"{at}.updatedAt")
    _check_time(record.status_changed_at, f"{at}.statusChangedAt")
    _check_time(record.verified_at or 0, f"{at}.verifiedAt")
    by_phone = verified or record.attempts[-1].method == "WINDOW" or "phoneNumber" in record.requested_customer
    _require(by_phone, f"{at}.requestedCustomer.phoneNumber", "whoever was sent something has a phone")
    _check_customer(record.verified_customer, verified, f"{at}.verifiedCustomer")
    _check_channel(record.channel, record.agency, at)
    for each, attempt in _numbered(record.attempts, f"{at}.attempts"):
        _check_attempt(attempt, each)


def _check_attempt(attempt: Attempt, at: str) -> None:
    _require(attempt.fate in OUTCOMES, f"{at}.fate", f"known: {', '.join(OUTCOMES)}")
    _check_channel(attempt.channel, attempt.agency, at)
    _check_customer(attempt.customer, True, f"{at}.customer")
    changes = {name: value for name, value in attempt.customer_changes.items() if value is not None}
    _check_customer(changes, False, f"{at}.customerChanges")
    _check_time(attempt.started_at, f"{at}.startedAt")
    _check_time(attempt.expires_at, f"{at}.expiresAt")
    by_phone = attempt.method == "WINDOW" or "phoneNumber" in attempt.requested_customer
    _require(by_phone, f"{at}.requestedCustomer.phoneNumber", "whoever was sent something has a phone")
    _require(attempt.method != "SMS" or attempt.otp is not None, f"{at}.otp", "an attempt by SMS has one")


def _check_channel(channel: Channel, agency: str | None, at: str) -> None:
    profile = PROFILES.get(channel.profile)
    _require(profile is not None, f"{at}.channel.profile", f"known: {', '.join(PROFILES)}")
    assert profile is not None
    _require(agency is None or agency in profile.agencies, f"{at}.agency", "the channel's provider has no such agency")


def _check_customer(customer: object, named: bool, at: str) -> None:
    assert isinstance(customer, dict)
    _require(not named or bool(customer.get("name")), f"{at}.name", "a verified customer has a name")
    for name, value in customer.items():
        _require(name in MEMBERS, f"{at}.{name:.60}", f"known: {', '.join(MEMBERS)}")
        right = isinstance(value, bool) if name == "isForeigner" else isinstance(value, str)
        _require(right, f"{at}.{name}", "expected true or false" if name == "isForeigner" else "expected a string")


def _check_fault(fault: Fault, at: str, *, wired: bool) -> None:
    shown = fault.shown()
    order = {name: value for name, value in shown.items() if name not in ("faultId", "seen", "fired")}
    with _placed(at):
        read_fault(order, wired=wired)
    _require(0 <= fault.fired <= fault.seen, f"{at}.fired", "a fault fires no more often than it is seen")


def _check_answers(answers: tuple[KeptAnswer, ...], at: str) -> None:
    _check_distinct((kept.key for kept in answers), at, "key")
    for each, answer in _numbered(answers, at):
        _require(200 <= answer.status <= 599, f"{each}.status", "expected a status from 200 to 599")
        _check_headers(answer.headers, f"{each}.headers")


def _check_headers(headers: Iterable[tuple[str, str]], at: str) -> None:
    for each, pair in _numbered(headers, at):
        _require(all(text.isascii() and text.isprintable() for text in pair), each, "expected printable ASCII")


def _check_time(millis: int, at: str) -> None:
    _require(EARLIEST <= millis < LATEST, at, "it lies outside the years 1900 to 2099")


def _check_distinct(names: Iterable[str], at: str, member: str = "") -> None:
    seen: set[str] = set()
    for each, name in _numbered(names, at):
        _require(name not in seen, f"{each}.{member}" if member else each, f"{name!r:.60} is there twice")
        seen.add(name)


def _numbered(items: Iterable[Item], at: str) -> Iterator[tuple[str, Item]]:
    return ((f"{at}[{index}]", item) for index, item in enumerate(items))


def _require(holds: bool, at: str, expected: str) -> None:
    if not holds:
        raise SnapshotError(at, expected)


@contextmanager
def _placed(at: str) -> Iterator[None]:
    """A tester's order is refused at a place of its own, which is a place in here."""
    try:
        yield
    except Refusal as refusal:
        inner = refusal.details.get("at")
        raise SnapshotError(f"{at}.{inner}" if inner else at, refusal.why) from None
