"""FIELDS: people whom a provider knows, as a send describes them: rightly, or not quite.

Lives here: contracts only. Who somebody is whom nobody knows is in fields.py and ages.py.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from ..arrangement import Person
from ..expect import accepted, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, contract
from ..needs import Need
from ..resident_number import Holder, read_digits
from ..steps import arranged, confirmed, customer, record, send_body, sent_as, verified_customer
from ..strategies import without
from ..target import Target
from ..text import Text

NEEDS: Final = (Need.PEOPLE, Need.SENDING, Need.OTP, Need.MAKING)


@contract(
    "FIELDS-22",
    Text(
        "본인인증사가 아는 사람을 사실대로 요청하면 바로 그 사람으로 인증된다: 창으로 인증했을 때와 고객이 같다.",
        "A known person who is sent as they are is verified as themselves: the customer is that of a window.",
    ),
    "assumed",
    NOBODY,
    needs=NEEDS,
)
def known_people_are_themselves(target: Target) -> None:
    site = arranged(target).sites()[-1]
    for person, order in _known(target):
        id_ = sent_as(target, {**send_body(target, site), **order})
        confirmed(target, id_)
        found = verified_customer(record(target, id_))
        same(
            Text(f"요청한 {person.key}와 창의 {person.key}", f"{person.key} sent and {person.key} in a window"),
            found,
            customer(target, person=person.key, site=site.name),
        )
        _is_described(person, found, read_digits(order["customer"]["identityNumber"]))


@contract(
    "FIELDS-23",
    Text(
        "이름, 생년월일, 성별, 국적이 그 번호를 쓰는 사람의 것이 아니면 확인은 502 PG_PROVIDER이다.",
        "A name, birth date, sex or nationality that is not the phone holder's is 502 PG_PROVIDER when confirmed.",
    ),
    "assumed",
    NOBODY,
    needs=NEEDS,
)
def others_than_the_holder(target: Target) -> None:
    _, order = _known(target)[0]
    holder = read_digits(order["customer"]["identityNumber"])
    wrong = (
        {"name": f"{order['customer']['name']}이"},
        {"identityNumber": Holder(holder.birth_date + timedelta(days=1), holder.is_woman, holder.is_foreigner).digits},
        {"identityNumber": Holder(holder.birth_date, not holder.is_woman, holder.is_foreigner).digits},
        {"identityNumber": Holder(holder.birth_date, holder.is_woman, not holder.is_foreigner).digits},
    )
    for change in wrong:
        body = {**send_body(target), **order, "customer": {**order["customer"], **change}}
        id_ = sent_as(target, body)
        refused(target.confirm(id_, {"otp": arranged(target).otp(id_)}), 502, "PG_PROVIDER")
        if record(target, id_)["status"] == "VERIFIED":
            raise ContractBroken("VERIFIED", Text("READY나 FAILED", "READY or FAILED"))


@contract(
    "FIELDS-24",
    Text(
        "APP 방식에서는 이름과 전화번호만으로 아는 사람을 찾고, 번호를 쓰는 사람의 이름이 아니면 502 PG_PROVIDER이다.",
        "By APP name and phone are enough for a known person; another name than the phone holder's is 502 PG_PROVIDER.",
    ),
    "assumed",
    NOBODY,
    needs=NEEDS,
)
def known_people_by_app(target: Target) -> None:
    person, order = _known(target)[0]
    site = arranged(target).sites()[-1]
    body = without({**send_body(target, site), **order, "method": "APP"}, "customer.identityNumber")
    id_ = sent_as(target, body)
    accepted(target.confirm(id_, {}))
    same(
        Text("APP으로 인증된 고객과 그 사람", "the customer by APP and that person"),
        verified_customer(record(target, id_)),
        customer(target, person=person.key, site=site.name),
    )
    other = sent_as(target, {**body, "customer": {**body["customer"], "name": f"{order['customer']['name']}이"}})
    refused(target.confirm(other, {}), 502, "PG_PROVIDER")


def _known(target: Target) -> list[tuple[Person, Mapping[str, Any]]]:
    found = [(one, one.order) for one in arranged(target).people() if one.order is not None]
    if not found:
        raise NotApplicable(Text("누구를 어떻게 요청할지 알 수 없습니다", "nobody tells how to describe anybody"))
    return found


def _is_described(person: Person, found: Mapping[str, Any], holder: Holder) -> None:
    told = (found.get("birthDate"), found.get("gender"), found.get("isForeigner"))
    wanted = (holder.birth_date.isoformat(), holder.gender, holder.is_foreigner)
    for name, one, other in zip(("birthDate", "gender", "isForeigner"), told, wanted, strict=True):
        if one is not None and one != other:
            raise ContractBroken(f"{person.key}: {name} {one}", f"{name} {other}")
