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
from .text import Text

Fidelity = Literal["openapi", "docs", "sdk", "observed", "assumed"]
Strategy = SearchStrategy[Any]


@dataclass(frozen=True)
class Contract:
    """One sentence of PortOne's law and the check that holds a server to it.

    `check` takes the target, and one generated value more where `given` makes a strategy for this target; it returns
    when the law is kept and raises ContractBroken, with number and law in it, when it is not.
    """

    number: str
    law: Text
    fidelity: Fidelity
    source: Text
    needs: frozenset[Need]
    given: Callable[[Target], Strategy] | None
    check: Callable[..., None]


def contract(
    number: str,
    law: Text,
    fidelity: Fidelity,
    source: Text,
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


OPENAPI: Final = Text("포트원 OpenAPI 문서", "PortOne's OpenAPI document")
OPENAPI_2023: Final = Text("포트원의 2023년 OpenAPI 문서", "PortOne's OpenAPI document of 2023")
GUIDES: Final = Text("포트원 가이드와 도움말", "PortOne's guides and help pages")
SDKS: Final = Text("공식 SDK의 소스", "the official SDKs' sources")
SEEN: Final = Text("공개된 연동 코드와 사례", "public client code and its authors' reports")
NOBODY: Final = Text("문서에 없어 이 프로젝트가 정함", "documented nowhere; our choice")
