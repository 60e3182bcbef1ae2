"""FIELDS: what a verified customer's members mean, and the shape of an error.

Lives here: contracts only. CI is one per person everywhere, DI one per person and site.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

from ..arrangement import Person, Site
from ..expect import kind_of, optional_member, same, with_
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, OPENAPI, contract
from ..law_strategies import LIST, SEND, words_of
from ..needs import Need
from ..resident_number import Holder
from ..steps import arranged, customer, let_in, merchant, record, see, sent, verified_by_sms, verified_customer
from ..strategies import holders, one_human_being_twice, one_person, two_people
from ..target import Answer, Target
from ..text import Text

ONE_DI: Final = Text("사람과 사이트마다 하나의 DI", "one DI for each person and site")


@contract(
    "FIELDS-01",
    Text("CI는 88자이다.", "A CI has 88 characters."),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=one_person,
)
def ci_length(target: Target, person: Person) -> None:
    _has_length("ci", target, person, 88)


@contract(
    "FIELDS-02",
    Text("DI는 66자이다.", "A DI has 66 characters."),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=one_person,
)
def di_length(target: Target, person: Person) -> None:
    _has_length("di", target, person, 66)


@contract(
    "FIELDS-03",
    Text(
        "한 사람의 CI는 어느 사이트, 어느 가맹점에서나 같다.",
        "A person's CI is the same at every site and every merchant.",
    ),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE, Need.MERCHANTS],
    given=one_person,
)
def one_ci_everywhere(target: Target, person: Person) -> None:
    known = [customer(target, person=person.key, site=site.name) for site in arranged(target).sites()]
    known.append(customer(merchant(target), person=person.key))
    found = {str(one["ci"]) for one in known if "ci" in one}
    if not found:
        raise NotApplicable(Text("CI를 주는 채널이 없습니다", "no channel here gives a CI"))
    if len(found) > 1:
        raise ContractBroken(
            Text(f"한 사람의 CI가 {len(found)}개", f"{len(found)} CIs of one person"),
            Text("어디에서나 같은 CI 하나", "one CI, the same everywhere"),
        )


@contract(
    "FIELDS-04",
    Text(
        "한 사람의 DI는 한 사이트에서는 언제나 같고, 사이트가 다르면 다르다.",
        "A person's DI is the same whenever they are verified at one site, and another at every other site.",
    ),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=one_person,
)
def one_di_for_each_site(target: Target, person: Person) -> None:
    by_site: dict[str, list[str]] = {}
    for site in arranged(target).sites():
        by_site.setdefault(site.merchant_id, []).extend(_dis(target, person, site.name))
    if any(len(set(found)) > 1 for found in by_site.values()):
        raise ContractBroken(Text("한 사이트에서 한 사람의 DI가 둘", "two DIs of one person at one site"), ONE_DI)
    at_each = [found[0] for found in by_site.values() if found]
    if len(set(at_each)) < len(at_each):
        raise ContractBroken(Text("두 사이트에서 같은 DI", "one DI at two sites"), ONE_DI)
    if len(at_each) < 2 or all(len(found) < 2 for found in by_site.values()):
        raise NotApplicable(
            Text(
                "이 사람이 두 사이트에서, 한 사이트에서는 두 번 인증한 내역이 없습니다",
                "this person was not verified at two sites, and twice at one of them",
            )
        )


def _dis(target: Target, person: Person, site: str) -> list[str]:
    """The DIs of two verifications of one person at one site, as far as there are two."""
    found: list[str] = []
    with suppress(NotApplicable):
        for _ in range(2):
            di = customer(target, person=person.key, site=site).get("di")
            found += [str(di)] if di else []
    return found


@contract(
    "FIELDS-05",
    Text("이름이나 전화번호가 바뀌어도 CI와 DI는 그대로이다.", "A new name or phone changes neither CI nor DI."),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=one_human_being_twice,
)
def names_and_phones_change_neither(target: Target, pair: tuple[Person, Person]) -> None:
    site = arranged(target).sites()[-1].name
    one, two = (customer(target, person=person.key, site=site) for person in pair)
    if not {"ci", "di"} & one.keys():
        raise NotApplicable(Text("이 채널은 CI도 DI도 주지 않습니다", "this channel gives neither CI nor DI"))
    for name in ("ci", "di"):
        same(Text(f"두 이름이나 전화번호의 {name}", f"{name} under two names or phones"), one.get(name), two.get(name))


@contract(
    "FIELDS-06",
    Text("두 사람의 CI가 같은 일은 없다.", "Two people never share a CI."),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=two_people,
)
def no_ci_is_shared(target: Target, pair: tuple[Person, Person]) -> None:
    _differ("ci", target, pair)


@contract(
    "FIELDS-07",
    Text("두 사람의 DI가 같은 일은 없다.", "Two people never share a DI."),
    "docs",
    GUIDES,
    needs=[Need.PEOPLE],
    given=two_people,
)
def no_di_is_shared(target: Target, pair: tuple[Person, Person]) -> None:
    _differ("di", target, pair)


@contract(
    "FIELDS-08",
    Text(
        "생년월일은 있을 수 있는 날짜(yyyy-MM-dd), 전화번호는 숫자, 성별과 통신사는 정해진 값이다.",
        "The birth date is a date that exists, yyyy-MM-dd; the phone number digits; gender and operator known words.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.PEOPLE],
    given=one_person,
)
def member_formats(target: Target, person: Person) -> None:
    for site in arranged(target).sites():
        _check_formats(customer(target, person=person.key, site=site.name))


@contract(
    "FIELDS-09",
    Text(
        "SMS로 인증된 고객의 생년월일은 보낸 identityNumber의 것이다.",
        "The birth date of a customer verified by SMS is that of the identityNumber which was sent.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.OTP],
    given=holders,
)
def birth_date_is_the_one_sent(target: Target, holder: Holder) -> None:
    _agrees(_verified(target, holder), "birthDate", holder.birth_date.isoformat())


@contract(
    "FIELDS-10",
    Text(
        "SMS로 인증된 고객의 성별과 내·외국인 여부는, 주어진다면, 보낸 identityNumber의 것이다.",
        "Gender and nationality of a customer verified by SMS, where they are given, are those of the identityNumber.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.OTP],
    given=holders,
)
def sex_and_nationality_are_those_sent(target: Target, holder: Holder) -> None:
    for site in arranged(target).sites():
        found = _verified(target, holder, site)
        if "gender" in found:
            _agrees(found, "gender", holder.gender)
        if "isForeigner" in found:
            _agrees(found, "isForeigner", holder.is_foreigner)


@contract(
    "FIELDS-11",
    Text(
        "모든 거절은 문자열 `type`이 있는 JSON 객체이고, `message`가 있으면 문자열이다.",
        "Every refusal is a JSON object with the string `type`; `message`, where there is one, is a string.",
    ),
    "openapi",
    OPENAPI.and_(
        "공식 SDK는 다른 형식을 알 수 없는 오류로 봅니다", "the official SDKs report anything else as an unknown error"
    ),
)
def refusals_are_errors(target: Target) -> None:
    let_in(target)
    for answer in _wrong_calls(target):
        _is_error(answer)


def _wrong_calls(target: Target) -> Iterator[Answer]:
    """Everything that can be wrong with a call, as far as this run may make it."""
    yield target.read(target.fresh_id())
    yield target.read(target.fresh_id(), authorization=None)
    yield target.read(target.fresh_id(), authorization="PortOne wrong-secret")
    yield target.call("GET", f"/identity-verifications/{target.fresh_id()}?storeId=store-of-nobody")
    yield target.list({"sort": {"order": "UP"}})
    yield target.log_in("wrong-secret")
    yield target.refresh("wrong-token")
    yield target.call("POST", "/login/api-secret", authorization=None, content=b"{")
    yield target.call("POST", "/token/refresh", authorization=None, content=b"")
    yield target.confirm(target.fresh_id(), {"otp": 1})
    yield target.confirm(target.fresh_id(), {"otp": "000000"}, headers={"Idempotency-Key": "short"})
    yield target.call("DELETE", "/login/api-secret")
    if target.may_send:
        yield target.send(target.fresh_id(), {})
        yield target.resend(target.fresh_id())


@contract(
    "FIELDS-12",
    Text(
        "본인인증사에서 온 거절은 502 PG_PROVIDER이고, 문자열 pgCode와 pgMessage가 있다.",
        "A refusal that comes from the provider is 502 PG_PROVIDER with pgCode and pgMessage, both strings.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.OTP],
)
def provider_refusals_name_the_code(target: Target) -> None:
    id_ = sent(target)
    answer = target.confirm(id_, {"otp": wrong_otp(arranged(target).otp(id_))})
    if answer.type() != "PG_PROVIDER":
        raise NotApplicable(
            see(
                "틀린 번호를 본인인증사가 거절하지 않습니다", "a wrong OTP is not refused by the provider", "CONFIRM-05"
            )
        )
    body = answer.object() or {}
    if answer.status != 502 or not all(isinstance(body.get(name), str) for name in ("pgCode", "pgMessage")):
        raise ContractBroken(f"{answer.told()}: {', '.join(body)}", "502: type, pgCode, pgMessage")


def wrong_otp(right: str) -> str:
    """Six digits that are not those."""
    return "111111" if right != "111111" else "222222"


def _is_error(answer: Answer) -> dict[str, Any]:
    body = answer.object()
    if answer.status < 400:
        raise ContractBroken(answer.told(), Text("거절", "a refusal"))
    if body is None or not isinstance(body.get("type"), str):
        raise ContractBroken(
            with_(answer.told(), Text("type이 없는 본문", "a body without a type")),
            Text("문자열 type이 있는 객체", "an object with the string type"),
        )
    if "message" in body:
        optional_member(Text("오류", "the error"), body, "message", str)
    if "json" not in answer.content_type:
        raise ContractBroken(f"{answer.told()}: {answer.content_type or '–'}", "application/json")
    return body


def _has_length(name: str, target: Target, person: Person, length: int) -> None:
    known = [customer(target, person=person.key, site=site.name) for site in arranged(target).sites()]
    found = [one[name] for one in known if name in one]
    if not found:
        raise NotApplicable(Text(f"{name}을(를) 주는 채널이 없습니다", f"no channel here gives a {name}"))
    for value in found:
        if not isinstance(value, str) or len(value) != length:
            received = Text(f"{len(value)}자", f"{len(value)} characters") if isinstance(value, str) else kind_of(value)
            raise ContractBroken(
                Text(f"{name}: {received.ko}", f"{name}: {received.en}"),
                Text(f"{name}: {length}자", f"{name}: {length} characters"),
            )


def _differ(name: str, target: Target, pair: tuple[Person, Person]) -> None:
    for site in arranged(target).sites():
        one, two = (customer(target, person=person.key, site=site.name).get(name) for person in pair)
        if one is not None and one == two:
            raise ContractBroken(
                Text(f"두 사람의 {name}이(가) 같음", f"one {name} for two people"),
                Text(f"사람마다 다른 {name}", f"a {name} for each person"),
            )


def _check_formats(found: dict[str, Any]) -> None:
    birth = optional_member("verifiedCustomer", found, "birthDate", str)
    if birth is None or not _is_date(birth):
        raise ContractBroken(
            Text("birthDate가 없거나 날짜가 아님", "birthDate absent or no date"),
            Text("있을 수 있는 날짜인 birthDate(yyyy-MM-dd)", "birthDate, yyyy-MM-dd, a date that exists"),
        )
    phone = optional_member("verifiedCustomer", found, "phoneNumber", str)
    if phone is not None and not re.fullmatch(r"\d{9,11}", phone, re.ASCII):
        raise ContractBroken(
            Text("phoneNumber에 숫자가 아닌 글자", "phoneNumber with other characters than digits"),
            Text("숫자 9~11자리", "9 to 11 digits"),
        )
    words = {"gender": words_of(LIST, "filter.customer.gender"), "operator": words_of(SEND, "operator")}
    for name, known in words.items():
        if name in found and found[name] not in known:
            raise ContractBroken(f"{name} {found[name]}", f"{name}: {', '.join(known)}")
    optional_member("verifiedCustomer", found, "isForeigner", bool)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _verified(target: Target, holder: Holder, site: Site | None = None) -> dict[str, Any]:
    id_, _ = verified_by_sms(target, site, identityNumber=holder.digits)
    return verified_customer(record(target, id_))


def _agrees(found: dict[str, Any], name: str, documented: object) -> None:
    if found.get(name) != documented:
        raise ContractBroken(f"{name} {found.get(name)}", f"{name} {documented}")
