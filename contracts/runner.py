"""Holding a target to contracts, one after another.

Lives here: choosing, running and the verdict of each. May not: laws, printing. One seed decides everything that is
generated, so the same run on the same server comes to the same verdicts.
"""

import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, Protocol, TypeAlias, get_args, runtime_checkable

import hypothesis
from hypothesis.errors import Flaky, Unsatisfiable

from .cases import CONTRACTS
from .exchange import Exchange
from .failures import ContractBroken, NoAnswer, NotApplicable
from .law import Contract, Fidelity
from .needs import Need
from .target import Target
from .text import Said, Text

KEPT: Final = "kept"
BROKEN: Final = "broken"
NOT_APPLICABLE: Final = "not applicable"
Word = Literal["kept", "broken", "not applicable"]
# Contracts about what is there; others do not ask which of it they are given.
_THERE: Final = frozenset({Need.RECORDS, Need.PEOPLE, Need.CHANNELS})
Turned: TypeAlias = Callable[[int, int], None]
"""Hears of each turn of a contract before it begins: its number from 0, and how many there are."""
DEFAULT_SEED: Final = 20_240_101
DEFAULT_EXAMPLES: Final = 20


@dataclass(frozen=True)
class Verdict:
    """What became of one contract.

    `reason` says why it is not applicable, `example` what was generated last, `exchanges` what was said on the way to
    the failure. None of it holds a credential. Two of one run and another are alike whatever `seconds` they took.
    """

    contract: Contract
    word: Word
    reason: Said = ""
    broken: ContractBroken | None = None
    example: str = ""
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = field(default=0.0, compare=False)


def chosen(patterns: Iterable[str], contracts: Iterable[Contract] = CONTRACTS) -> tuple[Contract, ...]:
    """The contracts whose numbers, or whose label, fit one of the patterns; ValueError for a pattern that fits none.

    No pattern at all chooses every contract.
    """
    contracts, given = tuple(contracts), tuple(patterns)
    wanted = [pattern.strip() for pattern in given if pattern.strip()]
    if given != ("",) and len(wanted) < len(given):
        raise ValueError(f"a number is missing in {','.join(given)!r}")
    for pattern in wanted:
        if not any(_fits(one, pattern) for one in contracts):
            families = dict.fromkeys(one.number.rpartition("-")[0] for one in contracts)
            known = ", ".join((*(f"{family}-*" for family in families), *get_args(Fidelity)))
            raise ValueError(f"no contract has the number or label {pattern!r}; known: {known}")
    return tuple(one for one in contracts if not wanted or any(_fits(one, each) for each in wanted))


def _fits(one: Contract, pattern: str) -> bool:
    return one.fidelity == pattern or fnmatchcase(one.number, pattern)


def numbers() -> list[str]:
    """The numbers of all contracts."""
    return [one.number for one in CONTRACTS]


def verify(
    target: Target,
    contracts: Iterable[Contract] = CONTRACTS,
    *,
    seed: int = DEFAULT_SEED,
    examples: int = DEFAULT_EXAMPLES,
    turned: Turned | None = None,
) -> Generator[Verdict, None, None]:
    """The verdict of each contract as it comes; what the run leaves on the target is removed at its end."""
    try:
        for one in contracts:
            yield judge(one, target, seed=seed, examples=examples, turned=turned)
    finally:
        if target.arrangement is not None and not target.rules.read_only:
            target.arrangement.tidy(target.ids)


def judge(
    one: Contract,
    target: Target,
    *,
    seed: int = DEFAULT_SEED,
    examples: int = DEFAULT_EXAMPLES,
    turned: Turned | None = None,
) -> Verdict:
    """The verdict of one contract, and how long it took; NotJudgeable when the server has fallen silent."""
    began = time.perf_counter()
    verdict = _in_rounds(one, target, seed, examples, turned)
    return replace(verdict, seconds=time.perf_counter() - began)


def _in_rounds(one: Contract, target: Target, seed: int, examples: int, turned: Turned | None) -> Verdict:
    lacking = [need.value for need in Need if need in one.needs and not _has(target, need)]
    if lacking:
        names = Text(", ".join(it.ko for it in lacking), ", and ".join(it.en for it in lacking))
        return Verdict(one, NOT_APPLICABLE, Text(f"필요한 것: {names.ko}", f"needs {names.en}"))
    rounds = _rounds(one, target)
    found = Verdict(one, NOT_APPLICABLE)
    for turn in range(rounds):
        if turned is not None:
            turned(turn, rounds)
        verdict = _judged(one, target, turn, seed, -(-examples // rounds))
        if verdict.word == BROKEN:
            return verdict
        if found.word != KEPT:
            found = verdict
    return found


def _rounds(one: Contract, target: Target) -> int:
    """How often it has to be asked until it has seen every verification that there is."""
    return target.arrangement.rounds if target.arrangement is not None and one.needs & _THERE else 1


def _judged(one: Contract, target: Target, turn: int, seed: int, examples: int) -> Verdict:
    last: list[str] = []
    try:
        _run(one, target, turn, seed, examples, last)
    except NotApplicable as lack:
        return Verdict(one, NOT_APPLICABLE, target.masked_said(lack.reason))
    except Unsatisfiable:
        nobody = Text("시험해 볼 사람이 준비되어 있지 않습니다", "the arrangement has nobody to try it with")
        return Verdict(one, NOT_APPLICABLE, nobody)
    except (ContractBroken, Flaky) as failure:
        broken = _masked(_verdict_in(failure), one, target)
        given = target.arrangement.given() if target.arrangement is not None else ""
        example = target.masked(" ".join(filter(None, (*last[-1:], given))))
        return Verdict(one, BROKEN, broken=broken, example=example, exchanges=target.exchanges())
    return Verdict(one, KEPT)


def _masked(broken: ContractBroken, one: Contract, target: Target) -> ContractBroken:
    received, documented = target.masked_said(broken.received), target.masked_said(broken.documented)
    return ContractBroken(received, documented, number=one.number, law=one.law)


def _run(one: Contract, target: Target, turn: int, seed: int, examples: int, last: list[str]) -> None:
    _begin(target, turn)
    if one.given is None:
        one.check(target)
        return
    strategy = one.given(target)
    nothing = Text("시험해 볼 것이 만들어지지 않았습니다", "nothing was generated to try it with")
    judged, lacks = 0, [NotApplicable(nothing)]
    silent: list[NoAnswer] = []

    def example(value: Any) -> None:
        nonlocal judged
        if silent:
            # Nobody waits ten seconds for each step of shrinking.
            raise silent[0]
        last[:] = [shown_example(value)]
        _begin(target, turn)
        try:
            one.check(target, value)
        except NotApplicable as lack:
            # An example that cannot be judged must not hide one that can.
            lacks.append(lack)
        except NoAnswer as failure:
            silent.append(failure)
            raise
        else:
            judged += 1

    _seeded(hypothesis.given(strategy)(example), seed, examples)()
    if not judged:
        raise lacks[-1]


def _begin(target: Target, turn: int) -> None:
    """A new story: what was exchanged so far belongs to no failure to come."""
    target.forget_exchanges()
    if target.arrangement is not None:
        target.arrangement.begin(turn)


@runtime_checkable
class Tellable(Protocol):
    """A generated value that says itself better than its repr."""

    def told(self) -> str:
        """One line."""


def shown_example(value: Any) -> str:
    """A generated value as a person reads it."""
    return value.told() if isinstance(value, Tellable) else repr(value)


def _seeded(test: Callable[[], None], seed: int, examples: int) -> Callable[[], None]:
    settings = hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        print_blob=False,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    seeded: Callable[[], None] = hypothesis.seed(seed)(settings(test))
    return seeded


def _verdict_in(failure: ContractBroken | Flaky) -> ContractBroken:
    """The verdict, which says so when it did not come every time."""
    if isinstance(failure, ContractBroken):
        return failure
    for cause in getattr(failure, "exceptions", ()):
        if isinstance(cause, ContractBroken):
            ko, en = (getattr(cause.received, lang, cause.received) for lang in ("ko", "en"))
            return ContractBroken(Text(f"{ko}(매번은 아님)", f"{en} (not every time)"), cause.documented)
    return ContractBroken(
        Text("같은 요청에 다른 응답", "different answers to the same calls"),
        Text("같은 요청에 같은 응답", "the same answer to the same calls"),
    )


def _has(target: Target, need: Need) -> bool:
    if need is Need.LEGACY_KEY:
        return target.legacy_key is not None
    if need is Need.STORE_ID:
        return target.store_id is not None
    return target.arrangement is not None and need in target.arrangement.offers
