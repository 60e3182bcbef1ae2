"""Holding a target to contracts, one after another.

Lives here: choosing, running and the verdict of each. May not: laws, printing. One seed decides everything that is
generated, so the same run on the same server comes to the same verdicts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final, Literal

import hypothesis
from hypothesis.errors import Flaky, Unsatisfiable

from .cases import CONTRACTS
from .failures import ContractBroken, NotApplicable
from .law import Contract
from .needs import Need
from .target import Target

KEPT: Final = "kept"
BROKEN: Final = "broken"
NOT_APPLICABLE: Final = "not applicable"
Word = Literal["kept", "broken", "not applicable"]
DEFAULT_SEED: Final = 20_240_101
DEFAULT_EXAMPLES: Final = 20


@dataclass(frozen=True)
class Verdict:
    """What became of one contract. `reason` says why it is not applicable, `example` what was generated last."""

    contract: Contract
    word: Word
    reason: str = ""
    broken: ContractBroken | None = None
    example: str = ""


def chosen(patterns: Iterable[str], contracts: Iterable[Contract] = CONTRACTS) -> tuple[Contract, ...]:
    """The contracts whose numbers fit one of the patterns; ValueError for a pattern that fits none."""
    contracts = tuple(contracts)
    wanted = [pattern.strip() for pattern in patterns if pattern.strip()]
    for pattern in wanted:
        if not any(fnmatchcase(one.number, pattern) for one in contracts):
            families = dict.fromkeys(one.number.rpartition("-")[0] for one in contracts)
            raise ValueError(
                f"no contract has the number {pattern!r}; known: {', '.join(f'{family}-*' for family in families)}"
            )
    return tuple(one for one in contracts if not wanted or any(fnmatchcase(one.number, each) for each in wanted))


def verify(
    target: Target,
    contracts: Iterable[Contract] = CONTRACTS,
    *,
    seed: int = DEFAULT_SEED,
    examples: int = DEFAULT_EXAMPLES,
) -> Iterator[Verdict]:
    """The verdict of each contract as it comes; what the run leaves on the target is removed at its end."""
    try:
        for one in contracts:
            yield judge(one, target, seed=seed, examples=examples)
    finally:
        if target.arrangement is not None:
            target.arrangement.tidy(target.ids)


def judge(one: Contract, target: Target, *, seed: int = DEFAULT_SEED, examples: int = DEFAULT_EXAMPLES) -> Verdict:
    """The verdict of one contract."""
    lacking = [need.value for need in Need if need in one.needs and not _has(target, need)]
    if lacking:
        return Verdict(one, NOT_APPLICABLE, f"needs {', and '.join(lacking)}")
    last: list[str] = []
    try:
        _run(one, target, seed, examples, last)
    except NotApplicable as lack:
        return Verdict(one, NOT_APPLICABLE, target.masked(str(lack)))
    except Unsatisfiable:
        return Verdict(one, NOT_APPLICABLE, "the arrangement has nobody to try it with")
    except (ContractBroken, Flaky) as failure:
        broken, how = _verdict_in(failure)
        masked = ContractBroken(
            target.masked(broken.received) + how, target.masked(broken.documented), number=one.number, law=one.law
        )
        return Verdict(one, BROKEN, broken=masked, example=target.masked(last[-1]) if last else "")
    return Verdict(one, KEPT)


def _run(one: Contract, target: Target, seed: int, examples: int, last: list[str]) -> None:
    if one.given is None:
        one.check(target)
        return
    strategy = one.given(target)
    judged, lacks = 0, [NotApplicable("nothing was generated to try it with")]

    def example(value: Any) -> None:
        nonlocal judged
        last[:] = [repr(value)]
        try:
            one.check(target, value)
        except NotApplicable as lack:
            # An example that cannot be judged must not hide one that can.
            lacks.append(lack)
        else:
            judged += 1

    _seeded(hypothesis.given(strategy)(example), seed, examples)()
    if not judged:
        raise lacks[-1]


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


def _verdict_in(failure: ContractBroken | Flaky) -> tuple[ContractBroken, str]:
    """The verdict, and whether it came every time."""
    if isinstance(failure, ContractBroken):
        return failure, ""
    for cause in getattr(failure, "exceptions", ()):
        if isinstance(cause, ContractBroken):
            return cause, " (not every time)"
    return ContractBroken("different answers to the same calls", "the same answer to the same calls"), ""


def _has(target: Target, need: Need) -> bool:
    if need is Need.LEGACY_KEY:
        return target.legacy_key is not None
    if need is Need.STORE_ID:
        return target.store_id is not None
    return target.arrangement is not None and need in target.arrangement.offers
