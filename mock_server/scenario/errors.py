"""What is wrong with a scenario, told in one line: the place, what was found, what is known, the nearest.

Lives here: ScenarioError, and At, which knows where a value stands. May not: any rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ..documents import Path
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..domain.text import Text, particle
from ..domain.wording import shown

if TYPE_CHECKING:
    from ..documents import DocumentError
    from ..roster import PersonError

LANGUAGES: Final = ("ko", "en")
# Names that one line lists at most.
_MOST_LISTED: Final = 60


class Place(Protocol):
    """Tells where what stands under a path is, or its key."""

    def __call__(self, path: Path, /, *, at_key: bool = False) -> str: ...


class ScenarioError(Exception):
    """A scenario that cannot be loaded. `str` is the line in English, `line` gives it in either language.

    `at` is the place, `received` what stands there, shortened, where one value is to blame; for a name that is not
    known, `known` is what would have done, `nearest` first of all.
    """

    def __init__(
        self,
        text: Text,
        *,
        at: str | None = None,
        received: str | None = None,
        nearest: str | None = None,
        known: Iterable[str] = (),
    ) -> None:
        super().__init__(text.en if at is None else f"{at}: {text.en}")
        self.text = text
        self.at = at
        self.received = received
        self.nearest = nearest
        self.known = tuple(known)

    def line(self, language: str) -> str:
        """The error in `ko` or `en`."""
        text = self.text.ko if language == "ko" else self.text.en
        return text if self.at is None else f"{self.at}: {text}"


class At(NamedTuple):
    """Where a value stands in a scenario: `at / "customer"` is a member of it."""

    place: Place
    path: Path = ()
    # Its name, not its value.
    at_key: bool = False

    def __truediv__(self, part: str | int) -> At:
        """The place of a member or an item."""
        return At(self.place, (*self.path, part))

    def __str__(self) -> str:
        """`file:line:column`, or the dotted path in a scenario that came in a call."""
        return self.place(self.path, at_key=self.at_key)

    @property
    def key(self) -> At:
        """The place of the name that stands before this value."""
        return self._replace(at_key=True)

    def flaw(
        self, ko: str, en: str, *, received: str | None = None, nearest: str | None = None, known: Iterable[str] = ()
    ) -> ScenarioError:
        """What is wrong here."""
        return ScenarioError(Text(ko, en), at=str(self), received=received, nearest=nearest, known=known)

    def wrong(self, value: object, expected: Text) -> ScenarioError:
        """A value of the wrong kind."""
        name = self._name()
        return self.flaw(
            f"{name}에는 {particle(expected.ko, '을/를')} 써야 하는데 {particle(shown(value), '이/가')} 왔습니다",
            f"{name} must be {expected.en}, not {shown(value)}",
            received=shown(value),
        )

    def unknown(self, name: str, known: Iterable[str], what: Text) -> ScenarioError:
        """A name that is not known here."""
        names = tuple(known)
        near = nearest(name, names)
        ko, en = (
            f"{particle(shown(name), '은/는')} 알 수 없는 {what.ko}입니다",
            f"{shown(name)} is not a known {what.en}",
        )
        return self.flaw(
            ko + _hint(near, names, ". 혹시 {}인가요? 쓸 수 있는 이름: "),
            en + _hint(near, names, "; did you mean {}? Known: ", ". Known: "),
            received=shown(name),
            nearest=near,
            known=names,
        )

    def refused(self, refusal: Refusal) -> ScenarioError:
        """What a reader of the domain refuses, at its own place below this one."""
        evidence = refusal.details
        near, known = evidence.get("nearest"), tuple(evidence.get("known", ()))
        # Without a near one the refusal has listed them already.
        listed = _listed(known) if near else ""
        at = self._below(str(evidence.get("at", "")), str(evidence.get("received", "")))
        return at.flaw(
            _then(refusal.ko, f"쓸 수 있는 이름: {listed}" if listed else ""),
            _then(refusal.why, f"Known: {listed}" if listed else ""),
            received=evidence.get("received"),
            nearest=near,
            known=known,
        )

    def _below(self, dotted: str, received: str) -> At:
        parts = [int(part) if part.isdigit() else part for part in dotted.split(".") if part]
        below = At(self.place, (*self.path, *parts))
        # What was received is the very name of the member: it is the name that is not known.
        return below.key if parts and received == shown(str(parts[-1])) else below

    def _name(self) -> str:
        """The innermost name of this place, with what numbers it."""
        names = [str(part) for part in self.path]
        return ".".join(names) or "scenario"


def of_document(error: DocumentError) -> ScenarioError:
    """What cannot be read as YAML at all."""
    return ScenarioError(Text(error.ko, error.message), at=f"{error.source}:{error.line}:{error.column}")


def of_person(error: PersonError) -> ScenarioError:
    """A person that cannot be."""
    received = None if error.received is None else shown(error.received)
    text = Text(error.ko, error.message)
    return ScenarioError(text, at=error.at, received=received, nearest=error.nearest, known=error.known)


def _then(sentence: str, another: str) -> str:
    """Two sentences as one line, the last without a full stop."""
    sentence = sentence.removesuffix(".")
    return f"{sentence}{'' if sentence.endswith('?') else '.'} {another}" if another else sentence


def _hint(near: str | None, names: tuple[str, ...], with_nearest: str, without: str | None = None) -> str:
    if near is not None:
        return with_nearest.format(f"'{near}'") + _listed(names)
    return (without or ". 쓸 수 있는 이름: ") + _listed(names)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_MOST_LISTED]) + (", …" if len(names) > _MOST_LISTED else "")
