"""Values for the members of a request as the law file describes them, right ones and ones that are wrong in one step.

Lives here: strategies made by walking the law, each shrinking to something that a person can read. May not: calls,
expectations, and what the law leaves open (sends.py, strategies.py). Null is no value here: contracts of their own
(SEND-33, LIST-39) are about it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from hypothesis import strategies as st

from .law import Strategy
from .openapi_facts import operations

LIST, SEND, CONFIRM = "getIdentityVerifications", "sendIdentityVerification", "confirmIdentityVerification"
_PREFIX: Final = "request."
_MOST: Final = 2**31 - 1
# What a provider alone reads: whether it is wrong hangs on the channel (contracts of bypass).
_BY_PROVIDER: Final = "bypass."
_MOMENT: Final = "2026-11-23T09:00:00Z"
_TEXT: Strategy = st.text("abzABZ019-_. 가é", max_size=6)
_NO_TEXT: Strategy = st.one_of(st.integers(-9, 10**7), st.booleans(), st.lists(_TEXT, max_size=1), st.just({}))
# One character of a time is missing, or the whole is another text.
_NO_MOMENT: Strategy = st.integers(0, len(_MOMENT) - 1).map(lambda at: _MOMENT[:at] + _MOMENT[at + 1 :])
_BEYOND: Strategy = st.integers(1, 2**40).map(lambda by: _MOST + by)
_HALVES: Strategy = st.integers(-99, 99).map(lambda number: number + 0.5)
# Kind of a member → values of every other kind.
_OTHER_KINDS: Final[Mapping[str, Strategy]] = {
    "string": _NO_TEXT,
    "string (date-time)": st.one_of(_NO_TEXT, _NO_MOMENT, _TEXT),
    "boolean": st.one_of(st.integers(-9, 9), _TEXT, st.just([]), st.just({})),
    "integer (int32)": st.one_of(_BEYOND, _BEYOND.map(lambda it: -it - 1), _HALVES, st.booleans(), _TEXT, st.just([])),
    "object": st.one_of(st.integers(-9, 9), st.booleans(), _TEXT, st.lists(_TEXT, max_size=1)),
    "list of string": st.one_of(st.integers(-9, 9), _TEXT, st.just({}), st.lists(_NO_TEXT, min_size=1, max_size=2)),
}
# Steps that lead from a word to none.
_STEPS: Final[tuple[Callable[[str], str], ...]] = (
    str.lower,
    lambda word: word[:-1],
    lambda word: f"{word} ",
    lambda word: f"{word}_",
    lambda word: f"UN{word}",
    lambda _: "",
)


@dataclass(frozen=True)
class Member:
    """A member of a request by its path, its kind (`list of string`), and the words that it may hold, if only some."""

    path: str
    kind: str
    is_required: bool
    words: tuple[str, ...]

    def right(self) -> Strategy:
        """Words of its own, or values of its kind."""
        if self.words:
            word = st.sampled_from(self.words)
            return st.lists(word, min_size=1, max_size=3) if self.kind.startswith("list") else word
        return _RIGHT[self.kind]

    def wrong(self) -> Strategy:
        """Values of another kind, and words that are none of its own."""
        other = _OTHER_KINDS[self.kind]
        if not self.words:
            return other
        near = st.builds(lambda word, step: step(word), st.sampled_from(self.words), st.sampled_from(_STEPS))
        near = near.filter(lambda word: word not in self.words)
        return other | (near.map(lambda word: [word]) if self.kind.startswith("list") else near)


_RIGHT: Final[Mapping[str, Strategy]] = {
    "string": _TEXT,
    "string (date-time)": st.datetimes().map(lambda it: f"{it:%Y-%m-%dT%H:%M:%S}Z".zfill(20)),
    "boolean": st.booleans(),
    "integer (int32)": st.integers(-_MOST - 1, _MOST),
    "object": st.just({}),
    "list of string": st.lists(_TEXT, max_size=2),
}


@cache
def members(operation: str) -> tuple[Member, ...]:
    """The members of an operation's body, outermost first."""
    # Reading YAML is only paid for where the law is asked.
    from .drift import our_law

    facts = operations(our_law())[operation]
    names = [name for name in facts if name.startswith(_PREFIX) and " " not in name]
    return tuple(_member(facts, name) for name in names if not name.startswith(_PREFIX + _BY_PROVIDER))


def _member(facts: Mapping[str, str], name: str) -> Member:
    kind, _, needed = facts[name].partition(", ")
    words = tuple(fact.partition(" = ")[2] for fact in facts if fact.startswith(f"{name} = "))
    return Member(name.removeprefix(_PREFIX), kind, needed == "required", words)


def words_of(operation: str, path: str) -> tuple[str, ...]:
    """The words of one member."""
    return next(one.words for one in members(operation) if one.path == path)


def required(operation: str) -> list[str]:
    """The paths of the members that have to be there."""
    return [one.path for one in members(operation) if one.is_required]


def right_members(operation: str) -> Strategy:
    """A path and a value that may stand there."""
    return st.sampled_from(members(operation)).flatmap(lambda one: st.tuples(st.just(one.path), one.right()))


def wrong_members(operation: str) -> Strategy:
    """A path and a value that is wrong there."""
    return st.sampled_from(members(operation)).flatmap(lambda one: st.tuples(st.just(one.path), one.wrong()))
