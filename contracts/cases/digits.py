"""SEND and FIELDS: the first seven digits of a resident number, and whom they describe.

Lives here: contracts only. The seventh digit tells century, sex and nationality.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..expect import about, nothing_but_braces, refused
from ..failures import ContractBroken
from ..law import GUIDES, NOBODY, contract
from ..needs import Need
from ..resident_number import DIGITS, Holder
from ..steps import arranged, merchant, record, send_body, sent, verified_by_sms, verified_customer
from ..target import Target
from ..text import Text

SEOUL: Final = ZoneInfo("Asia/Seoul")
SENDING: Final = (Need.SENDING,)
NO_NUMBERS: Final = (
    "", "9", "900101", "90010111", "900101-1", "9001011 ", " 9001011", "900101a", "a001011", "9a01011",
    "９００１０１１", "900101１", "９001011", "-900101", "+900101", "90010.1",
)  # fmt: skip
NO_DAYS: Final = ("9000011", "9013011", "9001001", "9001321", "9002301", "9004311", "9006311", "9009311", "9011311")
LEAP_DAYS: Final = ("0402291", "0002293", "0002294", "0002297", "0002298", "9602292", "0402299", "9602295")
NO_LEAP_DAYS: Final = (
    "0002291",
    "0002292",
    "0002295",
    "0002296",
    "0002299",
    "0002290",
    "0302291",
    "0102293",
    "9902291",
)


@contract(
    "FIELDS-30",
    Text(
        "일곱째 자리의 열 숫자는 저마다 태어난 세기와 성별과 국적을 말한다.",
        "Each of the ten seventh digits tells the century of birth, the sex and the nationality.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.OTP],
)
def every_seventh_digit(target: Target) -> None:
    for holder in _one_of_each():
        for site in arranged(target).sites():
            id_, _ = verified_by_sms(target, site, identityNumber=holder.digits)
            found = verified_customer(record(target, id_))
            wanted = {
                "birthDate": holder.birth_date.isoformat(),
                "gender": holder.gender,
                "isForeigner": holder.is_foreigner,
            }
            for name, value in wanted.items():
                if found.get(name, value) != value:
                    raise ContractBroken(f"{holder.digits[6]}: {name} {found[name]}", f"{name} {value}")


@contract(
    "SEND-30",
    Text(
        "identityNumber는 숫자 일곱 자리이고, 모자라거나 남거나 다른 글자가 섞이면 400 INVALID_REQUEST이다.",
        "An identityNumber is seven digits; fewer, more, or other characters are 400 INVALID_REQUEST.",
    ),
    "docs",
    GUIDES.and_("거절은 이 프로젝트가 정함", "the refusal is our choice"),
    needs=SENDING,
)
def seven_digits(target: Target) -> None:
    _are_refused(target, NO_NUMBERS)


@contract(
    "SEND-31",
    Text(
        "identityNumber의 앞 여섯 자리는 있는 날이고, 2월 29일은 일곱째 자리가 말하는 세기의 윤년에만 있다.",
        "An identityNumber begins with a day that exists; 29 February does in leap years of its century only.",
    ),
    "assumed",
    NOBODY,
    needs=SENDING,
)
def days_that_exist(target: Target) -> None:
    for digits in (*LEAP_DAYS, "9001311", "9012311", "9004301"):
        _is_accepted(target, digits)
    _are_refused(target, (*NO_DAYS, *NO_LEAP_DAYS))


@contract(
    "SEND-32",
    Text(
        "서울 날짜로 오늘 태어난 사람은 받고, 내일 태어날 사람은 400 INVALID_REQUEST이다.",
        "Who was born today by the date in Seoul is accepted, and who is born tomorrow is 400 INVALID_REQUEST.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING, Need.MERCHANTS, Need.CLOCK],
)
def born_today(target: Target) -> None:
    other = merchant(target)
    # Half an hour before midnight in Seoul, and half an hour after it.
    now = datetime.fromisoformat(str(record(other, sent(other))["requestedAt"])).astimezone(UTC)
    local = now.astimezone(SEOUL)
    midnight = datetime(local.year, local.month, local.day, tzinfo=SEOUL) + timedelta(days=1)
    arranged(other).advance(int((midnight - timedelta(minutes=30) - local).total_seconds()) % 86_400)
    today = local.date() if local < midnight - timedelta(minutes=30) else midnight.date()
    for day in (today, today + timedelta(days=1)):
        _is_accepted(other, _baby(day))
        _are_refused(other, (_baby(day + timedelta(days=1)),))
        arranged(other).advance(3_600)


def _one_of_each() -> Iterable[Holder]:
    """A holder of each of the ten digits."""
    for century, is_foreigner in DIGITS:
        for is_woman in (False, True):
            yield Holder(date(century * 100 + 4, 2, 29), is_woman, is_foreigner)


def _baby(born: date) -> str:
    return Holder(born, is_woman=True, is_foreigner=False).digits


def _is_accepted(target: Target, digits: str) -> None:
    try:
        nothing_but_braces(target.send(target.fresh_id(), send_body(target, identityNumber=digits)))
    except ContractBroken as broken:
        raise about(repr(digits), broken) from None


def _are_refused(target: Target, wrong: Iterable[str]) -> None:
    for digits in wrong:
        id_ = target.fresh_id()
        try:
            refused(target.send(id_, send_body(target, identityNumber=digits)), 400, "INVALID_REQUEST")
            refused(target.read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")
        except ContractBroken as broken:
            raise about(repr(digits), broken) from None
