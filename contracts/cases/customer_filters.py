"""LIST: each member of a filter by customer, held to somebody whom it finds and to somebody whom it does not.

Lives here: contracts only. Both are verified under one merchant whom nobody else uses.
"""

from collections.abc import Iterable
from typing import Final

from ..expect import same
from ..failures import NotApplicable
from ..law import OPENAPI, contract
from ..lists import finds
from ..needs import Need
from ..steps import arranged, confirmed, merchant, record, see, sent, verified_customer
from ..target import Target
from ..text import Text

BIRTH: Final = ("birthYear", "birthMonth", "birthDay")
SENDING: Final = (Need.SENDING, Need.OTP, Need.MERCHANTS)
# A man of 11 January 1990 and a woman of 22 February 1991, whose phones nobody has.
MAN: Final = {"phoneNumber": "01055550001", "identityNumber": "9001111"}
WOMAN: Final = {"phoneNumber": "01055550002", "identityNumber": "9102222"}


@contract(
    "LIST-26",
    Text(
        "고객의 phoneNumber로 거르면 그 번호의 내역만 나온다: 인증 전에는 요청한 번호, 뒤에는 인증된 번호이다.",
        "A filter by the customer's phoneNumber finds that phone alone: the requested one, then the verified one.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def filter_by_phone(target: Target) -> None:
    other = merchant(target)
    ids = [sent(other, None, **person) for person in (MAN, WOMAN)]
    phones = [person["phoneNumber"] for person in (MAN, WOMAN)]
    _finds_each(other, "phoneNumber", zip(phones, ids, strict=True))
    confirmed(other, ids[0])
    if "phoneNumber" in verified_customer(record(other, ids[0])):
        _finds_each(other, "phoneNumber", zip(phones, ids, strict=True))
    _finds_none(other, "phoneNumber", "01055559999")


@contract(
    "LIST-27",
    Text(
        "고객의 birthYear로 거르면 그해에 태어난 고객의 내역만 나온다.",
        "A filter by the customer's birthYear finds whoever was born in that year alone.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def filter_by_birth_year(target: Target) -> None:
    _finds_by_birth(target, "birthYear", ("1990", "1991"), "1992")


@contract(
    "LIST-28",
    Text(
        "고객의 birthMonth로 거르면 그달에 태어난 고객의 내역만 나온다.",
        "A filter by the customer's birthMonth finds whoever was born in that month alone.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def filter_by_birth_month(target: Target) -> None:
    _finds_by_birth(target, "birthMonth", ("01", "02"), "11")


@contract(
    "LIST-29",
    Text(
        "고객의 birthDay로 거르면 그날에 태어난 고객의 내역만 나온다.",
        "A filter by the customer's birthDay finds whoever was born on that day alone.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def filter_by_birth_day(target: Target) -> None:
    _finds_by_birth(target, "birthDay", ("11", "22"), "01")


@contract(
    "LIST-30",
    Text(
        "고객의 gender로 거르면 그 성별로 인증된 고객의 내역만 나온다.",
        "A filter by the customer's gender finds whoever was verified with that gender alone.",
    ),
    "openapi",
    OPENAPI,
    needs=SENDING,
)
def filter_by_gender(target: Target) -> None:
    other = merchant(target)
    ids = _both(other)
    if not all("gender" in verified_customer(record(other, id_)) for id_ in ids):
        raise NotApplicable(see("이 채널은 성별을 주지 않습니다", "this channel gives no gender", "FIELDS-14"))
    _finds_each(other, "gender", zip(("MALE", "FEMALE"), ids, strict=True))
    _finds_none(other, "gender", "OTHER")
    neither = other.fresh_id()
    arranged(other).make(neither, "VERIFIED", customer={"gender": "OTHER"})
    _finds_each(other, "gender", [("MALE", ids[0]), ("OTHER", neither)])


@contract(
    "LIST-46",
    Text(
        "인증 전의 birthYear, birthMonth, birthDay 조건은 requestedCustomer로 보여 주는 요청의 생년월일을 본다.",
        "Before verification birthYear, birthMonth and birthDay are those requested, which requestedCustomer shows.",
    ),
    "openapi",
    OPENAPI,
    needs=(Need.MERCHANTS, Need.ENDINGS),
)
def filter_by_requested_birth(target: Target) -> None:
    other = merchant(target)
    days = [dict(zip(BIRTH, parts, strict=True)) for parts in (("1990", "07", "08"), ("1991", "11", "09"))]
    ids = []
    for day in days:
        ids.append(other.fresh_id())
        arranged(other).open_window(ids[-1], arranged(other).sites()[0], customer=day)
        shown = record(other, ids[-1]).get("requestedCustomer")
        found = {name: shown.get(name) for name in BIRTH} if isinstance(shown, dict) else None
        same(Text("요청한 생년월일과 보여 준 것", "the birth date requested and shown"), found, day)
    for name in BIRTH:
        _finds_each(other, name, [(day[name], id_) for day, id_ in zip(days, ids, strict=True)])
        _finds_none(other, name, "10")


def _finds_by_birth(target: Target, name: str, parts: tuple[str, str], nobodys: str) -> None:
    other = merchant(target)
    _finds_each(other, name, zip(parts, _both(other), strict=True))
    _finds_none(other, name, nobodys)


def _both(target: Target) -> list[str]:
    ids = [sent(target, None, **person) for person in (MAN, WOMAN)]
    for id_ in ids:
        confirmed(target, id_)
    return ids


def _finds_each(target: Target, name: str, wanted: Iterable[tuple[str, str]]) -> None:
    for value, id_ in wanted:
        finds(target, {"customer": {name: value}}, [id_])


def _finds_none(target: Target, name: str, value: str) -> None:
    finds(target, {"customer": {name: value}}, [])
