"""FIELDS: who somebody is by what was sent, and how old, as far as a server decides it.

Lives here: contracts only. Ages are full ages in Seoul: the day of birth counts, and who was born on 29 February has
an age from 1 March of a common year (Civil Act, art. 158 to 160).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from ..arrangement import Site
from ..expect import accepted, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, contract
from ..needs import Need
from ..resident_number import Holder
from ..sends import Order, orders_by_sms
from ..steps import arranged, merchant, record, send_body, sent_as, verified_customer
from ..strategies import ages, holders
from ..target import Answer, Target
from ..text import Text

SEOUL: Final = ZoneInfo("Asia/Seoul")
SMS: Final = (Need.SENDING, Need.OTP)
CIVIL_ACT: Final = GUIDES.and_("만 나이는 민법 제158~160조", "full age by the Civil Act, art. 158 to 160")


@contract(
    "FIELDS-18",
    Text(
        "SMS로 인증된 고객의 이름, 전화번호, 통신사, 고객 아이디는, 주어진다면, 보낸 것이다.",
        "Name, phone, operator and id of a customer verified by SMS, where they are given, are those sent.",
    ),
    "docs",
    GUIDES,
    needs=[*SMS, Need.MAKING],
    given=orders_by_sms,
)
def who_is_the_one_sent(target: Target, order: Order) -> None:
    sent = order.members()
    wanted = {**sent["customer"], "operator": sent["operator"]}
    for site in arranged(target).sites():
        found = _verified(target, {**send_body(target, site), **sent})
        for name in ("name", "phoneNumber", "operator", "id"):
            if name in found:
                same(
                    Text(f"보낸 {name}과 인증된 {name}", f"the {name} sent and verified"), found[name], wanted.get(name)
                )


@contract(
    "FIELDS-19",
    Text(
        "같은 사람을 두 번 SMS로 인증하면 CI와 DI가 같고, identityNumber가 다른 사람은 둘 다 다르다.",
        "The same description verified twice has one CI and DI; another identityNumber has others.",
    ),
    "assumed",
    NOBODY,
    needs=SMS,
    given=holders,
)
def the_same_description_is_the_same_person(target: Target, holder: Holder) -> None:
    other = Holder(holder.birth_date, not holder.is_woman, holder.is_foreigner)
    people = (send_body(target, identityNumber=who.digits) for who in (holder, holder, other))
    one, again, another = (_verified(target, body) for body in people)
    if not {"ci", "di"} & one.keys():
        raise NotApplicable(Text("이 채널은 CI도 DI도 주지 않습니다", "this channel gives neither CI nor DI"))
    for name in ("ci", "di"):
        same(Text(f"같은 사람의 두 {name}", f"{name} of one person, twice"), again.get(name), one.get(name))
        if name in one and one[name] == another.get(name):
            raise ContractBroken(
                Text(f"두 사람의 {name}이(가) 같음", f"one {name} for two people"),
                Text(f"사람마다 다른 {name}", f"a {name} for each person"),
            )


@contract(
    "FIELDS-20",
    Text(
        "다날의 AGELIMIT은 서울 날짜로 세는 만 나이이다: 오늘 그 나이가 되면 인증되고, 내일 되면 502 PG_PROVIDER이다.",
        "Danal's AGELIMIT is a full age by the date in Seoul: today's birthday passes, tomorrow's does not.",
    ),
    "docs",
    CIVIL_ACT,
    needs=[*SMS, Need.CHANNELS, Need.MERCHANTS],
    given=ages,
)
def age_limits(target: Target, age: int) -> None:
    other = merchant(target)
    site, today = _danal(other), _today(other)
    birthday = _years_before(today, age)
    accepted(_limited(other, site, birthday, age))
    refused(_limited(other, site, birthday + timedelta(days=1), age), 502, "PG_PROVIDER")


@contract(
    "FIELDS-21",
    Text(
        "2월 29일에 태어난 사람은 평년에는 3월 1일에 나이가 찬다.",
        "Who was born on 29 February reaches an age on 1 March of a common year.",
    ),
    "docs",
    CIVIL_ACT,
    needs=[*SMS, Need.CHANNELS, Need.MERCHANTS, Need.CLOCK],
)
def leap_days(target: Target) -> None:
    other = merchant(target)
    site, today = _danal(other), _today(other)
    year = next(year for year in range(today.year + 1, today.year + 9) if (year - 19) % 4 == 0 and year % 4)
    born = date(year - 19, 2, 29)
    arranged(other).advance((date(year, 2, 28) - today).days * 86_400)
    refused(_limited(other, site, born, 19), 502, "PG_PROVIDER")
    arranged(other).advance(86_400)
    accepted(_limited(other, site, born, 19))


def _danal(target: Target) -> Site:
    found = next((one for one in arranged(target).sites() if one.pg_provider == "DANAL"), None)
    if found is None:
        raise NotApplicable(Text("다날 채널이 없습니다", "there is no channel of Danal"))
    return found


def _today(target: Target) -> date:
    """The date in Seoul by the server's own clock, as a record tells it."""
    id_ = sent_as(target, send_body(target))
    return datetime.fromisoformat(str(record(target, id_)["requestedAt"])).astimezone(UTC).astimezone(SEOUL).date()


def _years_before(day: date, years: int) -> date:
    """The birth date of whoever turns so many years old on that day; leap days are another law's."""
    return date(day.year - years, day.month, day.day if (day.month, day.day) != (2, 29) else 28)


def _limited(target: Target, site: Site, born: date, age: int) -> Answer:
    """What comes of somebody born that day at a channel that asks for an age."""
    body = send_body(target, site, identityNumber=Holder(born, is_woman=False, is_foreigner=False).digits)
    id_ = sent_as(target, {**body, "bypass": {"danal": {"AGELIMIT": age}}})
    return target.confirm(id_, {"otp": arranged(target).otp(id_)})


def _verified(target: Target, body: dict[str, Any]) -> dict[str, Any]:
    id_ = sent_as(target, body)
    target.confirm(id_, {"otp": arranged(target).otp(id_)})
    return verified_customer(record(target, id_))
