"""The ledger, fixtures/law/ledger.yaml, read strictly.

Lives here: Entry and reading. May not: verdicts (test_ledger.py), printing (tests/docs/ledger.py).
"""

import functools
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import msgspec
import yaml

FILE: Final = Path(__file__).resolve().parents[2] / "fixtures" / "law" / "ledger.yaml"
KINDS: Final = ("api", "window", "tester")
LABELS: Final = ("openapi", "docs", "sdk", "observed", "assumed")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something was learnt."""

    ko: str
    en: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One behaviour, or several that are known alike. What a member means stands at the top of the file."""

    topic: str
    label: str
    source: str
    ko: str
    en: str
    about: str = "api"
    caseless: str = ""
    covers: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    def is_about(self, behaviour: str) -> bool:
        """Whether it covers a behaviour of the tables."""
        return any(fnmatchcase(behaviour, pattern) for pattern in self.covers)


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    sources: dict[str, Source]
    entries: tuple[Entry, ...]


@functools.cache
def ledger() -> Ledger:
    """The ledger; msgspec.ValidationError where a member is wrong or unknown."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Ledger)
