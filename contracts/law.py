"""What a numbered contract is.

Lives here: Contract, the labels it may have, and the decorator that makes one. May not: any single law
(cases/), running them (runner.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from hypothesis.strategies import SearchStrategy

from .failures import ContractBroken
from .needs import Need
from .target import Target

Fidelity = Literal["openapi", "docs", "sdk", "observed", "assumed"]
Strategy = SearchStrategy[Any]


@dataclass(frozen=True)
class Contract:
    """One sentence of PortOne's law and the check that holds a server to it.

    `check` takes the target, and one generated value more where `given` makes a strategy for this target; it returns
    when the law is kept and raises ContractBroken, with number and law in it, when it is not.
    """

    number: str
    law: str
    fidelity: Fidelity
    source: str
    needs: frozenset[Need]
    given: Callable[[Target], Strategy] | None
    check: Callable[..., None]


def contract(
    number: str,
    law: str,
    fidelity: Fidelity,
    source: str,
    *,
    needs: Iterable[Need] = (),
    given: Callable[[Target], Strategy] | None = None,
) -> Callable[[Callable[..., None]], Contract]:
    """Makes a contract of a function `(target)`, or of a property `(target, value)` where `given` is told."""

    def make(check: Callable[..., None]) -> Contract:
        def held(*arguments: Any) -> None:
            try:
                check(*arguments)
            except ContractBroken as broken:
                raise broken.under(number, law) from None

        return Contract(number, law, fidelity, source, frozenset(needs), given, held)

    return make


OPENAPI: Final = "PortOne's OpenAPI document"
GUIDES: Final = "PortOne's guides and help pages"
SDKS: Final = "the official SDKs' sources"
NOBODY: Final = "documented nowhere; our choice"
