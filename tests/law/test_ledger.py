"""The ledger knows every behaviour of the mock and every contract, and proves each entry.

Each check is a function of a ledger, so that it is seen to fail on one that is wrong.
"""

import ast
import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec
import pytest

from contracts.cases import CONTRACTS
from tests.law.behaviours import LABELS, behaviours
from tests.law.ledger import KINDS, Entry, Ledger, ledger
from tests.law.ledger import LABELS as KNOWN_LABELS

ROOT: Final = Path(__file__).resolve().parents[2]
CASES: Final = {one.number: one for one in CONTRACTS}
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
Check = Callable[[Ledger], list[str]]


def behaviours_without_an_entry(book: Ledger) -> list[str]:
    return [key for key in behaviours() if not any(entry.is_about(key) for entry in book.entries)]


def entries_about_nothing(book: Ledger) -> list[str]:
    patterns = (pattern for entry in book.entries for pattern in entry.covers)
    about = {pattern: Entry(topic="", label="", source="", ko="", en="", covers=(pattern,)) for pattern in patterns}
    return [pattern for pattern, one in about.items() if not any(map(one.is_about, behaviours()))]


def entries_without_a_proof(book: Ledger) -> list[str]:
    return [entry.en for entry in book.entries if not entry.cases and not entry.tests]


def entries_about_the_api_without_a_case(book: Ledger) -> list[str]:
    """Windows and the tester's orders are proved by tests; for the API it takes a case, or a reason."""
    bare = (entry for entry in book.entries if entry.about == "api" and not entry.cases)
    return [entry.en for entry in bare if not entry.caseless]


def reasons_and_kinds_that_say_nothing(book: Ledger) -> list[str]:
    """A reason beside a case, or of what needs none; a kind that nobody knows."""
    idle = [entry.en for entry in book.entries if entry.caseless and (entry.cases or entry.about != "api")]
    return idle + [entry.about for entry in book.entries if entry.about not in KINDS]


def proofs_that_are_not_there(book: Ledger) -> list[str]:
    cases = [number for entry in book.entries for number in entry.cases if number not in CASES]
    return cases + [named for entry in book.entries for named in entry.tests if not _is_a_test(named)]


def _is_a_test(named: str) -> bool:
    """Whether `file::test` or `file::Class::test` is one: a file or folder of tests proves nothing by itself."""
    path, _, name = named.partition("::")
    return (ROOT / path).is_file() and name in _tests_in(ROOT / path)


@functools.cache
def _tests_in(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, FUNCTIONS)}
        elif isinstance(node, FUNCTIONS):
            found.add(node.name)
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def contracts_without_an_entry(book: Ledger) -> list[str]:
    """A contract's own label has to be among the labels of the entries that name it."""
    labels: dict[str, set[str]] = {number: set() for number in CASES}
    for entry in book.entries:
        for number in entry.cases:
            labels.setdefault(number, set()).add(entry.label)
    return [number for number, one in CASES.items() if not labels[number]]


def labels_that_disagree(book: Ledger) -> list[str]:
    """With the tables of the mock, and with the contract where an entry has only that one."""
    tables = [
        f"{key}: {LABELS[key]} in its table, {entry.label} in the ledger"
        for entry in book.entries
        for key in behaviours()
        if entry.is_about(key) and LABELS[key] not in (None, entry.label)
    ]
    own = [entry for entry in book.entries if not entry.tests and len(entry.cases) == 1 and entry.cases[0] in CASES]
    return tables + [entry.cases[0] for entry in own if CASES[entry.cases[0]].fidelity != entry.label]


def labels_and_sources_that_nobody_knows(book: Ledger) -> list[str]:
    labels = [entry.label for entry in book.entries if entry.label not in KNOWN_LABELS]
    sources = [entry.source for entry in book.entries if entry.source not in book.sources]
    nobody = [
        entry.en for entry in book.entries if (entry.label == "assumed") != (entry.source in ("nobody", "standards"))
    ]
    unused = sorted(set(book.sources) - {entry.source for entry in book.entries})
    return labels + sources + nobody + unused


def sentences_that_are_not_in_both_languages(book: Ledger) -> list[str]:
    return [entry.en for entry in book.entries if not re.search("[가-힣]", entry.ko) or re.search("[가-힣]", entry.en)]


def sentences_that_stand_twice(book: Ledger) -> list[str]:
    said = [entry.en for entry in book.entries]
    return sorted({text for text in said if said.count(text) > 1})


def sentences_that_are_not_the_contracts(book: Ledger) -> list[str]:
    """An entry that is one contract alone says what the contract says."""
    alone = (entry for entry in book.entries if len(entry.cases) == 1 and not entry.covers and not entry.tests)
    documented = (entry for entry in alone if entry.label != "assumed" and entry.cases[0] in CASES)
    return [entry.cases[0] for entry in documented if (entry.ko, entry.en) != tuple(CASES[entry.cases[0]].law)]


CHECKS: Final[tuple[Check, ...]] = (
    behaviours_without_an_entry,
    entries_about_nothing,
    entries_without_a_proof,
    entries_about_the_api_without_a_case,
    reasons_and_kinds_that_say_nothing,
    proofs_that_are_not_there,
    contracts_without_an_entry,
    labels_that_disagree,
    labels_and_sources_that_nobody_knows,
    sentences_that_are_not_in_both_languages,
    sentences_that_stand_twice,
    sentences_that_are_not_the_contracts,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_ledger_has_none_of(check: Check) -> None:
    assert check(ledger()) == []


def _changed(change: Callable[[Entry], Entry | None], which: Callable[[Entry], bool] = lambda _: True) -> Ledger:
    """The ledger with the first entry that fits changed, or left out."""
    entries: list[Entry] = list(ledger().entries)
    place = next(place for place, entry in enumerate(entries) if which(entry))
    changed = change(entries[place])
    entries[place : place + 1] = [changed] if changed is not None else []
    return msgspec.structs.replace(ledger(), entries=tuple(entries))


def _with(**members: object) -> Callable[[Entry], Entry]:
    return lambda entry: msgspec.structs.replace(entry, **members)


def _only(number: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.cases == (number,)


WRONG: Final[Iterable[tuple[Check, Ledger]]] = (
    (behaviours_without_an_entry, _changed(lambda _: None, lambda entry: "outcome/verified" in entry.covers)),
    (entries_about_nothing, _changed(_with(covers=("outcome/verifed",)))),
    (entries_without_a_proof, _changed(_with(cases=(), tests=()))),
    (entries_about_the_api_without_a_case, _changed(_with(cases=()))),
    (entries_about_the_api_without_a_case, _changed(_with(about="api"), lambda entry: entry.about == "window")),
    (entries_about_the_api_without_a_case, _changed(_with(caseless=""), lambda entry: bool(entry.caseless))),
    (reasons_and_kinds_that_say_nothing, _changed(_with(caseless="Because."))),
    (reasons_and_kinds_that_say_nothing, _changed(_with(about="moon"))),
    (proofs_that_are_not_there, _changed(_with(cases=("TOKEN-99",)))),
    (proofs_that_are_not_there, _changed(_with(tests=("tests/nowhere.py::test_nothing",)))),
    (proofs_that_are_not_there, _changed(_with(tests=("tests/law/test_ledger.py",)))),
    (proofs_that_are_not_there, _changed(_with(tests=("tests/law",)))),
    (proofs_that_are_not_there, _changed(_with(tests=("tests/law/test_ledger.py::test_nothing",)))),
    (proofs_that_are_not_there, _changed(_with(tests=("tests/law/test_ledger.py::ledger",)))),
    (contracts_without_an_entry, _changed(lambda _: None, _only("TOKEN-02"))),
    (labels_that_disagree, _changed(_with(label="assumed"), lambda entry: "outcome/verified" in entry.covers)),
    (labels_that_disagree, _changed(_with(label="sdk"), _only("TOKEN-02"))),
    (labels_and_sources_that_nobody_knows, _changed(_with(label="guessed"))),
    (labels_and_sources_that_nobody_knows, _changed(_with(source="rumour"))),
    (sentences_that_are_not_in_both_languages, _changed(_with(ko="English only."))),
    (sentences_that_stand_twice, _changed(_with(en=ledger().entries[-1].en))),
    (sentences_that_are_not_the_contracts, _changed(_with(en="Something else."), _only("TOKEN-02"))),
)


@pytest.mark.parametrize(("check", "book"), WRONG, ids=lambda value: getattr(value, "__name__", ""))
def test_a_ledger_that_is_wrong_is_found(check: Check, book: Ledger) -> None:
    assert check(book) != []
