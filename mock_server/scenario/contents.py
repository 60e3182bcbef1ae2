"""What a scenario describes in the words of the control paths: people, channels, verifications, next, faults.

Lives here: handing each to the reader of the control paths, and putting a place to what is refused. May not: rules.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from ..documents import Path
from ..domain.arrangement import World, arrange
from ..domain.browser_request import takes_frame
from ..domain.channels import Channel, Channels
from ..domain.customers import Next
from ..domain.errors import Refusal
from ..domain.fault_order import MOST_FAULTS, read_fault
from ..domain.faults import Fault
from ..domain.ids import IdSource
from ..domain.next_order import MOST_NEXT, read_next
from ..domain.order import Order
from ..domain.people import People, Person
from ..domain.providers import PROFILES
from ..domain.text import particle
from ..domain.timestamps import seoul_date
from ..roster import PersonError, changed_person, load_people
from .errors import At, of_person
from .keys import CHANNEL, FAULT, NEXT, PERSON, VERIFICATION
from .kinds import Words
from .merging import Merged

MOST_VERIFICATIONS: Final = 20_000
MOST_PEOPLE: Final = 5_000
LONGEST_ID: Final = 200
Read = TypeVar("Read")


def read_people(merged: Merged) -> People:
    """Everyone, with those whom the scenario changes or adds."""
    described: Mapping[str, Any] = merged.members.get("people", {})
    people = load_people()
    if not described:
        return people
    _check_number(merged.at("people"), len(described), MOST_PEOPLE)
    return people.with_all(
        [_person(key, members, people, merged.at("people", key)) for key, members in described.items()]
    )


def _person(key: str, members: Mapping[str, Any], people: People, at: At) -> Person:
    if "person" in members:
        raise (at / "person").key.flaw(
            f"위의 {particle(key, '이/가')} 인물의 이름입니다. person을 지우세요",
            f"{key} above names the person; remove the member person",
        )

    def place(path: Path) -> str:
        below = At(at.place, (*at.path, *path))
        is_name = len(path) == 1 and path[0] != "person" and path[0] not in PERSON.members
        return str(below.key if is_name else below)

    try:
        return changed_person(key, PERSON.typed(members), people, place)
    except PersonError as error:
        raise of_person(error) from None


def read_channels(merged: Merged) -> Channels:
    """The channels, with those that the scenario changes or adds."""
    described: Mapping[str, Any] = merged.members.get("channels", {})
    if not described:
        return Channels()
    by_name = {channel.name: channel for channel in Channels()}
    for name, members in described.items():
        at = merged.at("channels", name)
        by_name[name] = _channel(name, members, by_name.get(name), at)
        try:
            channels = Channels(by_name.values())
        except ValueError as error:
            raise at.flaw(f"채널의 이름이나 키가 겹칩니다: {error}", str(error)) from None
    return channels


_CHANNEL_NAME: Final = Words(
    "영문 소문자, 숫자, 하이픈으로 된 이름",
    "a name of lower-case letters, digits and hyphens",
    r"[a-z0-9]+(-[a-z0-9]+)*",
)


def _channel(name: str, members: Mapping[str, Any], base: Channel | None, at: At) -> Channel:
    given = CHANNEL.read(members, at)
    _CHANNEL_NAME.read(name, at)
    profile: str | None = given.get("profile", base and base.profile)
    if profile is None:
        raise at.flaw(
            f"새 채널 {name}에는 profile이 필요합니다: {', '.join(PROFILES)}",
            f"{name} is a new channel and needs a profile: {', '.join(PROFILES)}",
            known=PROFILES,
        )
    base = base or Channel(
        name=name,
        key=f"channel-key-{name}",
        type="LIVE",
        pg_provider=PROFILES[profile].pg_provider,
        pg_merchant_id=f"MOCK{name}",
        profile=profile,
    )
    channel = Channel(
        name=name,
        key=given.get("key", base.key),
        type=given.get("type", base.type),
        pg_provider=given.get("pgProvider", PROFILES[profile].pg_provider if "profile" in given else base.pg_provider),
        pg_merchant_id=given.get("pgMerchantId", base.pg_merchant_id),
        profile=profile,
        window_type={**base.window_type, **given.get("windowType", {})},
    )
    if channel.window_type.get("pc") == "IFRAME" and not takes_frame(channel.pg_provider, "pc"):
        raise (at / "windowType" / "pc").flaw(
            "KG이니시스 통합인증은 PC에서 IFRAME을 지원하지 않습니다. POPUP이나 REDIRECTION을 쓰세요",
            "KG Inicis shows no IFRAME on a PC (observed); use POPUP or REDIRECTION",
        )
    return channel


def read_verifications(merged: Merged, people: People, channels: Channels, now: int) -> tuple[tuple[str, Order], ...]:
    """The records, each made once on trial at `now`: what contradicts itself is said now, not when one is read."""
    described: Mapping[str, Any] = merged.members.get("verifications", {})
    if not described:
        return ()
    _check_number(merged.at("verifications"), len(described), MOST_VERIFICATIONS)
    world = World("store", people, channels, seoul_date(now), "store")
    ids = IdSource(0)

    def order(id_: str, members: Any) -> Order:
        found = Order.read(VERIFICATION.typed(members))
        arrange(_checked(id_), found, world, now, ids)
        return found

    return tuple((id_, _placed(merged.at("verifications", id_), order, id_, it)) for id_, it in described.items())


def read_next_list(merged: Merged, people: People, channels: Channels) -> tuple[Next, ...]:
    """The outcomes ordered for attempts to come."""

    def entry(order: Any) -> Next:
        return read_next(NEXT.typed(order), people, channels)

    return tuple(_placed(at, entry, order) for order, at in _items(merged, "next", MOST_NEXT))


def read_faults(merged: Merged) -> tuple[Fault, ...]:
    """The faults, still without ids."""

    def fault(order: Any) -> Fault:
        return read_fault(FAULT.typed(order), wired=True)

    found = []
    for order, at in _items(merged, "faults", MOST_FAULTS):
        if not isinstance(order, Mapping):
            raise at.wrong(order, FAULT.expected)
        found.append(_placed(at, fault, order))
    return tuple(found)


def _items(merged: Merged, key: str, most: int) -> list[tuple[Any, At]]:
    described: list[Any] = merged.members.get(key, [])
    _check_number(merged.at(key), len(described), most)
    return [(order, merged.at(key, index)) for index, order in enumerate(described)]


def _placed(at: At, make: Callable[..., Read], *arguments: Any) -> Read:
    """What is made here; what is refused, with its place."""
    try:
        return make(*arguments)
    except Refusal as refusal:
        raise at.refused(refusal) from None


def _checked(id_: str) -> str:
    if not 0 < len(id_) <= LONGEST_ID:
        raise Refusal(
            "INVALID_REQUEST",
            f"an id has 1 to {LONGEST_ID} characters, not {len(id_)}",
            ko=f"아이디는 1~{LONGEST_ID}자인데 {len(id_)}자입니다",
        )
    return id_


def _check_number(at: At, number: int, most: int) -> None:
    if number > most:
        raise at.flaw(f"{number}개는 너무 많습니다. {most}개까지입니다", f"{number} are too many: at most {most}")
