"""What a tester may ask a verification to be (`PUT /_mock/verifications/{id}`), read strictly.

Lives here: Order and the checks of each of its members. May not: making the record (arrangement.py), HTTP.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from . import timestamps
from .birth_dates import iso_date
from .channels import DEFAULT_CHANNEL, Channel, Channels
from .errors import Refusal
from .outcomes import OUTCOMES, Failure, Status
from .people import OPERATORS, People, Person
from .providers import MEMBERS, PROFILES
from .text import Flaw, Text
from .vocabulary import VERSIONS
from .wording import contradiction, require_known, shown, wrong

STATUSES: Final[tuple[Status, ...]] = ("READY", "VERIFIED", "FAILED")
GENDERS: Final = ("MALE", "FEMALE", "OTHER")
REQUESTED_MEMBERS: Final = ("id", "name", "phoneNumber", "birthYear", "birthMonth", "birthDay")
# Characters of `customData`; how many PortOne takes is not documented (assumed).
LONGEST_CUSTOM_DATA: Final = 65_536
DEFAULT_PERSON: Final = "adult"
_STRING: Final = Text("문자열", "a string")
_MEMBER: Final = Text("항목", "member")
_DIGITS: Final = re.compile(r"\d{9,11}", re.ASCII)


class Order(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The members of the request body; all optional."""

    status: Any = None
    outcome: Any = None
    person: Any = None
    customer: Any = None
    channel: Any = None
    agency: Any = None
    failure: Any = None
    requested_at: Any = None
    verified_at: Any = None
    custom_data: Any = None
    pg_tx_id: Any = None
    # V1 is what a shop's earlier integration has left behind.
    version: Any = None

    @classmethod
    def read(cls, members: Mapping[str, Any]) -> "Order":
        """An order from the members of a JSON object; Refusal for a name that is not known."""
        known = cls.__struct_encode_fields__
        for name in members:
            require_known(name, known, at=name, what=_MEMBER)
        by_field = dict(zip(known, cls.__struct_fields__, strict=True))
        return cls(
            **{by_field[name]: _failure(value) if name == "failure" else value for name, value in members.items()}
        )

    def check_members(self) -> None:
        """Types and contradictions that need no world."""
        for at in ("outcome", "person", "channel", "agency", "custom_data", "pg_tx_id", "status", "version"):
            value = getattr(self, at)
            if value is not None and not isinstance(value, str):
                raise wrong(_camel(at), value, _STRING)
        if self.custom_data is not None and len(self.custom_data) > LONGEST_CUSTOM_DATA:
            expected = Text(f"{LONGEST_CUSTOM_DATA}자 이하", f"at most {LONGEST_CUSTOM_DATA} characters")
            raise wrong("customData", f"{len(self.custom_data)} characters", expected)
        if self.version is not None:
            require_known(self.version, VERSIONS, at="version", what=Text("버전", "version"))
        if self.failure is not None and self.final_status() != "FAILED":
            status = self.final_status()
            why = Text(
                f"{status}(으)로 끝난 인증에는 failure가 없습니다", f"a verification that ends {status} has no failure"
            )
            raise contradiction("failure", why)
        if self.verified_at is not None and self.final_status() != "VERIFIED":
            status = self.final_status()
            why = Text(
                f"{status}(으)로 끝난 인증은 완료된 적이 없습니다",
                f"a verification that ends {status} was never verified",
            )
            raise contradiction("verifiedAt", why)

    def final_status(self) -> Status:
        """The status that this order ends in: VERIFIED unless it says otherwise."""
        if self.status is not None:
            require_known(self.status, STATUSES, at="status", what=Text("status", "status"))
        if self.outcome is None:
            return self.status or "VERIFIED"
        require_known(self.outcome, OUTCOMES, at="outcome", what=Text("결과", "outcome"))
        ends_in = OUTCOMES[self.outcome].status
        if self.status not in (None, ends_in):
            why = Text(
                f"결과 {self.outcome}은(는) {self.status}이(가) 아니라 {ends_in}(으)로 끝납니다",
                f"the outcome {self.outcome} ends in {ends_in}, not in {self.status}",
            )
            raise contradiction("status", why)
        return ends_in

    def chosen_person(self, people: People) -> Person:
        """The person of this order, `adult` unless it names one."""
        key = DEFAULT_PERSON if self.person is None else self.person
        person = people.get(key)
        if person is None:
            raise Refusal(
                "INVALID_REQUEST",
                f"There is no person {shown(key)} in this sandbox"
                + (f"; the nearest is '{near}'" if (near := people.nearest(key)) else "")
                + ". GET /_mock/people lists them; a variant is written like adult~42.",
                ko=f"이 샌드박스에 {shown(key)} 인물이 없습니다"
                + (f". 혹시 '{near}'인가요?" if near else ". adult~42처럼 쓰면 닮은 다른 사람입니다."),
                at="person",
                received=shown(key),
                nearest=near,
                known=list(people.keys()),
            )
        return person

    def chosen_channel(self, channels: Channels) -> Channel:
        """The channel by name or key, `danal` unless the order names one."""
        name = DEFAULT_CHANNEL if self.channel is None else self.channel
        require_known(name, channels.names(), at="channel", what=Text("채널", "channel"))
        channel = channels.get(name)
        assert channel is not None
        return channel

    def chosen_agency(self, channel: Channel) -> str | None:
        """The agency, where the channel's provider has agencies."""
        profile = PROFILES[channel.profile]
        if self.agency is None:
            return profile.default_agency
        if not profile.agencies:
            which = f"{channel.name} ({channel.pg_provider})"
            why = Text(f"채널 {which}에는 인증사가 없습니다", f"the channel {which} has no agencies")
            raise contradiction("agency", why)
        require_known(self.agency, profile.agencies, at="agency", what=Text("인증사", "agency"))
        return str(self.agency)

    def times(self, now: int, status: Status, takes: int) -> tuple[int, int]:
        """When it was asked for and when it reached its status (the same instant for READY)."""
        requested = _time("requestedAt", self.requested_at, now)
        verified = _time("verifiedAt", self.verified_at, now)
        if status == "READY":
            at = now if requested is None else requested
            return at, at
        ended = verified if verified is not None else _later(requested, takes, now)
        began = ended - takes if requested is None else requested
        if began > ended:
            why = Text("요청하기 전에 완료될 수 없습니다", "a verification cannot be verified before it was requested")
            raise contradiction("verifiedAt", why)
        return began, ended

    def merged_customer(self, customer: dict[str, Any]) -> dict[str, Any]:
        """`customer` with this order's members over it, in PortOne's order; null removes a member."""
        if self.customer is None:
            return customer
        merged = {**customer, **self.customer_changes()}
        return {name: merged[name] for name in self._customer_members() if merged.get(name) is not None}

    def customer_changes(self) -> dict[str, Any]:
        """The members of `customer`, checked; None is one to leave out."""
        if not isinstance(self.customer, dict):
            raise wrong("customer", self.customer, Text("포트원의 항목을 담은 객체", "an object of PortOne's members"))
        allowed = self._customer_members()
        changes = {name: _member(name, value, allowed) for name, value in self.customer.items()}
        if self.final_status() == "VERIFIED" and changes.get("name", "") is None:
            why = Text(
                "포트원의 응답에서 인증된 고객은 언제나 이름이 있습니다",
                "a verified customer always has a name in PortOne's answer",
            )
            raise contradiction("customer.name", why)
        return changes

    def _customer_members(self) -> tuple[str, ...]:
        return MEMBERS if self.final_status() == "VERIFIED" else REQUESTED_MEMBERS


def _member(name: str, value: object, allowed: Iterable[str]) -> object:
    at = f"customer.{name}"
    require_known(name, allowed, at=at, what=Text("고객 항목(이 상태에서)", "member of the customer in this status"))
    if value is None:
        return None
    if name == "isForeigner":
        if not isinstance(value, bool):
            raise wrong(at, value, Text("true나 false", "true or false"))
        return value
    if not isinstance(value, str) or not value:
        expected = Text(
            "빈 값이 아닌 문자열(빼려면 null)", "a string that is not empty, or null to leave the member out"
        )
        raise wrong(at, value, expected)
    if name == "gender":
        require_known(value, GENDERS, at=at, what=Text("성별", "gender"))
    elif name == "operator":
        require_known(value, OPERATORS, at=at, what=Text("통신사", "operator"))
    elif name == "phoneNumber" and not _DIGITS.fullmatch(value):
        raise wrong(
            at,
            value,
            Text("01000000001처럼 하이픈 없는 숫자 9~11자", "9 to 11 digits without hyphens, such as 01000000001"),
        )
    elif name == "birthDate" and iso_date(value) is None:
        raise wrong(at, value, Text("yyyy-MM-dd로 적은 실제 날짜", "a date that exists, written yyyy-MM-dd"))
    return value


def _later(requested: int | None, takes: int, now: int) -> int:
    """When something ended that began at `requested`: not after now, unless that was in the future already."""
    return now if requested is None else max(requested, min(requested + takes, now))


def _failure(value: object) -> Failure | None:
    if value is None:
        return None
    known = Failure.__struct_encode_fields__
    if not isinstance(value, dict):
        raise wrong("failure", value, Text(f"{', '.join(known)}을 담은 객체", f"an object with {', '.join(known)}"))
    for name, text in value.items():
        require_known(name, known, at=f"failure.{name}", what=_MEMBER)
        if not isinstance(text, str):
            raise wrong(f"failure.{name}", text, _STRING)
    return msgspec.convert(value, Failure)


def _time(at: str, value: object, now: int) -> int | None:
    if value is None:
        return None
    try:
        return timestamps.parse(value, now)
    except Flaw as flaw:
        raise Refusal("INVALID_REQUEST", f"{at}: {flaw}", ko=f"{at}: {flaw.ko}", at=at, received=shown(value)) from None


def _camel(field: str) -> str:
    head, *rest = field.split("_")
    return head + "".join(word.capitalize() for word in rest)
