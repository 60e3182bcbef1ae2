"""What a newly downloaded document of PortOne's says otherwise than our law.

Lives here: comparing facts, the words for a difference, and the differences that are known. May not: reading OpenAPI
(openapi_facts.py), printing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import yaml

from .law_file import law_file
from .openapi_facts import Document, Facts, operations, servers
from .strict_yaml import shown, typed
from .text import Lang, Text, said

Kind = Literal["added", "removed", "changed"]
_VERBS: Final[Mapping[Kind, Text]] = {
    "added": Text("포트원 문서에 새로 있음", "PortOne's document has it, our law has not"),
    "removed": Text("포트원 문서에 없음", "our law has it, PortOne's document has not"),
    "changed": Text("달라짐", "changed"),
}
_LONGEST: Final = 100


@dataclass(frozen=True)
class Difference:
    """One fact that differs. `key` is what a list of known differences names it by."""

    kind: Kind
    operation: str
    fact: str
    ours: str = ""
    theirs: str = ""

    @property
    def key(self) -> str:
        """`removed sendIdentityVerification request.customer.ipAddress`."""
        return " ".join(filter(None, (self.kind, self.operation, self.fact)))

    def told(self, lang: Lang) -> str:
        """One line in plain words."""
        what = f"{self.operation}: {self.fact}" if self.fact else self.operation
        ours, theirs = _cut(self.ours), _cut(self.theirs)
        detail = f"{ours} → {theirs}" if self.kind == "changed" else ours or theirs
        told = f" ({detail})" if detail else ""
        return f"{self.kind:<9}{what}{told} · {said(_VERBS[self.kind], lang)}"


def _cut(value: str) -> str:
    """A value as a line has room for it: patterns may be thousands of characters long."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


@dataclass(frozen=True)
class Known:
    """A difference that is known: a pattern of its key, and why it is as it should be."""

    pattern: str
    ko: str
    en: str

    def fits(self, one: Difference) -> bool:
        """Whether it is about this difference; * stands for anything, brackets for themselves."""
        return re.fullmatch(".*".join(map(re.escape, self.pattern.split("*"))), one.key) is not None


def our_law() -> Document:
    """Our own document."""
    document: Document = yaml.load(law_file("openapi.yaml").read_text("utf-8"), Loader=_loader())  # noqa: S506 - safe
    return document


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def differences(theirs: Document, ours: Document) -> list[Difference]:
    """What differs in the operations of our law; everything else of PortOne's document is no concern of ours."""
    their_operations, our_operations = operations(theirs), operations(ours)
    found: list[Difference] = []
    for name, facts in our_operations.items():
        if name not in their_operations:
            found.append(Difference("removed", name, "", ours=facts["address"]))
        else:
            found += _compared(name, their_operations[name], facts)
    return [*found, *_new_ones(their_operations, our_operations), *_other_servers(theirs, ours)]


def _other_servers(theirs: Document, ours: Document) -> Iterable[Difference]:
    for address in servers(theirs):
        if address not in servers(ours):
            yield Difference("added", "servers", address)
    for address in servers(ours):
        if address not in servers(theirs):
            yield Difference("removed", "servers", address)


def _new_ones(theirs: Mapping[str, Facts], ours: Mapping[str, Facts]) -> Iterable[Difference]:
    """Operations of identity verification that our law has not heard of."""
    for name, facts in theirs.items():
        if name not in ours and ("/identity-verifications" in facts["address"] or "/login/" in facts["address"]):
            yield Difference("added", name, "", theirs=facts["address"])


def _compared(name: str, theirs: Facts, ours: Facts) -> list[Difference]:
    found = [
        Difference("changed", name, fact, ours=ours[fact], theirs=value)
        for fact, value in theirs.items()
        if fact in ours and ours[fact] != value
    ]
    found += [Difference("added", name, fact, theirs=theirs[fact]) for fact in _outermost(theirs, ours)]
    return found + [Difference("removed", name, fact, ours=ours[fact]) for fact in _outermost(ours, theirs)]


def _outermost(these: Facts, those: Facts) -> list[str]:
    """The facts of one side alone; what stands below such a one goes without saying."""
    alone = [fact for fact in these if fact not in those]
    return [fact for fact in alone if not any(fact != other and _is_below(fact, other) for other in alone)]


def _is_below(fact: str, other: str) -> bool:
    return fact.startswith((f"{other}.", f"{other}[", f"{other} "))


def read_known(text: str) -> list[Known]:
    """The known differences in a YAML text: a list of `{difference, ko, en}`."""
    try:
        rows = typed(text) or []
    except yaml.YAMLError as error:
        raise ValueError(f"no YAML: {shown(error)}") from None
    members = {"difference", "ko", "en"}
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.keys() == members for row in rows):
        raise ValueError("known differences are a list of {difference, ko, en}")
    return [Known(row["difference"], row["ko"], row["en"]) for row in rows]


def always_known() -> list[Known]:
    """What our law says on purpose otherwise than PortOne's document."""
    return read_known(law_file("known-differences.yaml").read_text("utf-8"))


def why_known(one: Difference, known: Sequence[Known]) -> Known | None:
    """The entry that knows a difference."""
    return next((entry for entry in known if entry.fits(one)), None)
