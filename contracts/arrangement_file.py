"""The arrangement of a server without control paths: a file that names what exists there.

Lives here: reading the file, and FileArrangement. May not: making anything on the server. Every plain value is read as
the text that was typed, so that an id of digits keeps its zeros.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

import yaml

from .arrangement import STATES, Arrangement, Limits, Person, Site, State
from .failures import NotApplicable
from .needs import Need
from .strict_yaml import composed, plain, shown
from .text import Text

_TOP: Final = ("storeId", "verifications", "send")
_VERIFICATION: Final = ("id", "status", "person", "identity", "site", "provider", "profile")
_SEND: Final = ("channelKey", "customer", "operator", "method")


class BadFile(Exception):  # noqa: N818 - it is the user's, not ours
    """A file that cannot be used; `reason` says where and why."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(ko, en)


class FileArrangement:
    """What the file names, given out in turn. Nothing can be made, moved or removed.

    Every contract is asked once for each verification of the largest state, so that it has seen them all; within one
    turn no verification is given out twice, since two that are one would agree about anything.
    """

    legacy_key: str | None = None

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self.store_id: str | None = whole.get("storeId")
        self.stores: Sequence[str] = [self.store_id] if self.store_id is not None else []
        self._verifications: list[Mapping[str, str]] = whole.get("verifications", [])
        self._order: Mapping[str, Any] | None = whole.get("send")
        self._turn = 0
        self._given: dict[str, None] = {}
        held = Counter(one["status"] for one in self._verifications)
        self.rounds = max(held.values(), default=1)
        self.states = tuple(state for state in STATES if state in held)
        self.offers = frozenset(self._offers())

    def _offers(self) -> list[Need]:
        able = {
            Need.RECORDS: bool(self._verifications),
            Need.PEOPLE: any("person" in one and one["status"] == "VERIFIED" for one in self._verifications),
            Need.CHANNELS: any("provider" in one and one["status"] == "VERIFIED" for one in self._verifications),
            Need.SENDING: self._order is not None,
        }
        return [need for need, is_able in able.items() if is_able]

    def begin(self, turn: int) -> None:
        """Give out anew, from the verification of this turn on."""
        self._turn = turn
        self._given.clear()

    def given(self) -> str:
        """The ids of this turn."""
        return ", ".join(self._given)

    def prepare(
        self,
        id_: str,
        state: State,
        *,
        person: str | None = None,
        site: str | None = None,
        agency: str | None = None,
        minutes_ago: int = 0,
    ) -> str:
        """One of the ids in the file that fit; the id asked for counts for nothing here."""
        fitting = [
            one["id"]
            for one in self._verifications
            if one["status"] == state and person in (None, one.get("person")) and site in (None, _site_of(one))
        ]
        if not fitting or minutes_ago or agency:
            raise NotApplicable(
                Text(f"파일에 맞는 {state} 내역이 없습니다", f"the file names no such {state} verification")
            )
        first = self._turn % len(fitting)
        for id_ in (*fitting[first:], *fitting[:first]):
            if id_ not in self._given:
                self._given[id_] = None
                return id_
        raise NotApplicable(
            Text(
                f"파일에 서로 다른 {state} 내역이 모자랍니다({len(fitting)}개)",
                f"the file names too few different {state} verifications ({len(fitting)})",
            )
        )

    def make(self, id_: str, state: State, *, ending: str | None = None, **members: Any) -> None:
        """Nothing is made."""
        raise NotApplicable(Need.MAKING.value)

    def open_window(self, id_: str, site: Site, custom_data: str | None = None, **members: Any) -> str:
        """Nobody opens one."""
        raise NotApplicable(Need.ENDINGS.value)

    def end(self, id_: str, ending: str, transaction: str | None = None, agency: str | None = None) -> None:
        """Nobody decides."""
        raise NotApplicable(Need.ENDINGS.value)

    def troubled(self) -> Mapping[str, Mapping[str, Any]]:
        """Nobody is known to be."""
        raise NotApplicable(Need.ENDINGS.value)

    def limited(self, limits: Limits) -> tuple[str, Arrangement]:
        """There is no such merchant."""
        raise NotApplicable(Need.LIMITS.value)

    def reading(self, profile: str) -> tuple[str, Arrangement]:
        """There is no such merchant."""
        raise NotApplicable(Need.MERCHANTS.value)

    def people(self) -> Sequence[Person]:
        """Whoever was verified."""
        named = [one for one in self._verifications if "person" in one and one["status"] == "VERIFIED"]
        return list(dict.fromkeys(Person(one["person"], one.get("identity", one["person"])) for one in named))

    def sites(self) -> Sequence[Site]:
        """The channel that a send goes through, or the sites of the verified ones."""
        if self._order is not None and not any("site" in one for one in self._verifications):
            return [Site("send", self._order["channelKey"], "send")]
        names = dict.fromkeys(_site_of(one) for one in self._verifications if one["status"] == "VERIFIED")
        key = self._order["channelKey"] if self._order else ""
        return [Site(name, key, name) for name in names]

    def channels(self) -> Sequence[Site]:
        """The sites, with the providers named for them."""
        found = [one for one in self._verifications if one["status"] == "VERIFIED" and "provider" in one]
        return [
            Site(_site_of(one), "", _site_of(one), one["provider"], one.get("profile", ""))
            for one in {_site_of(one): one for one in found}.values()
        ]

    def order(self) -> Mapping[str, Any]:
        """The send of the file."""
        if self._order is None:
            raise NotApplicable(Text("파일에 send가 없습니다", "the file has no send"))
        return self._order

    def otp(self, id_: str) -> str:
        """Nobody tells."""
        raise NotApplicable(Need.OTP.value)

    def transaction(self, id_: str) -> str:
        """Nobody tells."""
        raise NotApplicable(
            Text("시도의 아이디를 알 수 없습니다", "nobody tells the identityVerificationTxId of an attempt")
        )

    def advance(self, seconds: int) -> None:
        """Nothing moves."""
        raise NotApplicable(Need.CLOCK.value)

    def other_merchant(self) -> tuple[str, Arrangement]:
        """There is none."""
        raise NotApplicable(Need.MERCHANTS.value)

    def tidy(self, ids: Sequence[str]) -> None:
        """Nothing was made."""


def _site_of(one: Mapping[str, str]) -> str:
    return one.get("site", one.get("provider", "site"))


def read_arrangement(path: Path) -> FileArrangement:
    """The arrangement in a YAML or JSON file; BadFile where it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
        whole = plain(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: 읽을 수 없습니다({error})", f"{path} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        at = shown(error)
        raise BadFile(f"{path}: YAML이 아닙니다({at})", f"{path} is no YAML: {at}") from None
    checked = _checked(path, whole)
    _all_different(path, text, checked.get("verifications", []))
    return FileArrangement(checked)


def _all_different(path: Path, text: str, rows: Sequence[Mapping[str, str]]) -> None:
    """One verification under two descriptions would be found to agree with itself."""
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        before = first.setdefault(row["id"], number)
        if before != number:
            one, other = (_line(text, each) for each in (number, before))
            raise BadFile(
                f"{path}:{one}: {row['id']}은(는) {other}번째 줄에 이미 있습니다",
                f"{path}:{one}: {row['id']} is there already, in line {other}",
            )


def _line(text: str, number: int) -> int:
    """Where that verification stands."""
    rows = next(value for key, value in composed(text).value if key.value == "verifications")  # type: ignore[union-attr]
    return int(rows.value[number].start_mark.line) + 1


def _checked(path: Path, whole: Any) -> Mapping[str, Any]:
    _members(path, "", whole, _TOP)
    rows = whole.get("verifications", [])
    if not isinstance(rows, list):
        raise _wrong(path, "verifications", "목록", "a list", rows)
    for number, row in enumerate(rows):
        at = f"verifications[{number}]"
        _members(path, at, row, _VERIFICATION, required=("id", "status"))
        if row["status"] not in STATES:
            raise _wrong(path, f"{at}.status", ", ".join(STATES), ", ".join(STATES), row["status"])
    if "send" in whole:
        _members(path, "send", whole["send"], _SEND, required=_SEND)
        if not isinstance(whole["send"]["customer"], dict):
            raise _wrong(path, "send.customer", "객체", "a mapping", whole["send"]["customer"])
    if not rows and "send" not in whole:
        raise BadFile(f"{path}: verifications도 send도 없습니다", f"{path} names neither verifications nor a send")
    return cast("Mapping[str, Any]", whole)


def _members(path: Path, at: str, value: Any, known: Sequence[str], required: Sequence[str] = ()) -> None:
    if not isinstance(value, dict):
        raise _wrong(path, at, "객체", "a mapping", value)
    for name, one in value.items():
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f" → {near[0]}" if near else f" ({', '.join(known)})"
            raise BadFile(
                f"{path}: {at or '맨 위'}의 {name}은(는) 모르는 이름입니다{hint}",
                f"{path}: {at or 'the file'} has no member {name}{hint}",
            )
        if name not in ("verifications", "send", "customer") and not isinstance(one, str):
            raise _wrong(path, f"{at}.{name}".lstrip("."), "글자", "a text", one)
    for name in required:
        if not value.get(name):
            raise BadFile(f"{path}: {at}.{name} 값이 필요합니다", f"{path}: {at}.{name} is required")


def _wrong(path: Path, at: str, ko: str, en: str, value: Any) -> BadFile:
    shown = type(value).__name__ if isinstance(value, (dict, list)) else repr(value) if value else "nothing"
    return BadFile(
        f"{path}: {at or '파일의'} 값은 {ko}이어야 합니다(받은 값: {shown})",
        f"{path}: {at or 'the file'} must be {en}, not {shown}",
    )
