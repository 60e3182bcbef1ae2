"""What has to be done before a contract can ask its own question.

Lives here: logging in, preparing, sending, confirming. A step that does not work makes a contract not applicable,
because the contract about that step tells. May not: judging.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .arrangement import Arrangement, Limits, Site, State
from .failures import NotApplicable
from .needs import Need
from .target import Answer, Login, Target
from .text import Text


@dataclass(frozen=True)
class Tokens:
    """What a login or refresh gave."""

    access: str
    refresh: str


def see(ko: str, en: str, number: str) -> Text:
    """What is missing, and the contract that tells why."""
    return Text(f"{ko}({number} 참고)", f"{en}; see {number}")


def tokens_of(answer: Answer, step: str = "TOKEN-01") -> Tokens:
    """The two tokens in an answer."""
    issued = _object(answer, step)
    access, refresh = issued.get("accessToken"), issued.get("refreshToken")
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise NotApplicable(see("토큰이 없습니다", "no tokens to go on with", step))
    return Tokens(access, refresh)


def log_in(target: Target, door: Login = "/login/api-secret") -> Tokens:
    """The tokens of a login."""
    return tokens_of(target.log_in(door=door), "TOKEN-01" if door == "/login/api-secret" else "TOKEN-12")


def let_in(target: Target) -> None:
    """Goes on only where the merchant's own secret opens the API: a refusal of everybody would say nothing.

    A server without lists shows it by a record.
    """
    if not isinstance((target.list().object() or {}).get("items"), list):
        record(target, known_or_unknown(target))


def arranged(target: Target) -> Arrangement:
    """The arrangement, where there is one."""
    if target.arrangement is None:
        raise NotApplicable(Text("준비 방법이 없습니다", "no arrangement was given"))
    return target.arrangement


def prepared(
    target: Target,
    state: State,
    *,
    tail: str = "",
    person: str | None = None,
    site: str | None = None,
    agency: str | None = None,
    minutes_ago: int = 0,
) -> str:
    """The id of a new verification in this state."""
    id_ = target.fresh_id(tail)
    chosen = {"person": person, "site": site, "agency": agency}
    return arranged(target).prepare(id_, state, **chosen, minutes_ago=minutes_ago)


def states(target: Target) -> tuple[State, ...]:
    """The states in which there are verifications here; all of them where they are made."""
    return arranged(target).states


def two_stores(target: Target) -> Sequence[str]:
    """The ids of the merchant's stores, of which there are two at least."""
    stores = arranged(target).stores
    if len(stores) < 2:
        raise NotApplicable(Text("상점이 하나뿐입니다", "there is one store only"))
    return stores


def known_or_unknown(target: Target) -> str:
    """The id of a verified verification, or of none where there is none to have."""
    able = target.arrangement is not None and Need.RECORDS in target.arrangement.offers
    return prepared(target, "VERIFIED") if able and "VERIFIED" in states(target) else target.fresh_id()


def record(target: Target, id_: str, **options: Any) -> dict[str, Any]:
    """The record under an id."""
    body = _object(target.read(id_, **options), "READ-02")
    if "status" not in body:
        raise NotApplicable(see("조회로 얻은 내역이 없습니다", "the read gives no record to go on with", "READ-02"))
    return body


def customer(target: Target, *, person: str, site: str | None = None) -> dict[str, Any]:
    """The verified customer of a new verification of the chosen person and site."""
    return verified_customer(record(target, prepared(target, "VERIFIED", person=person, site=site)))


def verified_customer(body: dict[str, Any]) -> dict[str, Any]:
    """The verified customer in a record; null counts as absent here, since READ-07 tells of it."""
    found = body.get("verifiedCustomer")
    if not isinstance(found, dict):
        raise NotApplicable(
            see("내역에 verifiedCustomer가 없습니다", "the record has no verifiedCustomer to go on with", "READ-03")
        )
    return {name: value for name, value in found.items() if value is not None}


def send_body(target: Target, site: Site | None = None, **customer_members: Any) -> dict[str, Any]:
    """The body of a send by SMS that nothing is wrong with."""
    order = arranged(target).order()
    customer = {**order["customer"], **customer_members}
    return {**order, "channelKey": (site or arranged(target).sites()[0]).key, "customer": customer}


def by_app(target: Target) -> dict[str, Any]:
    """The body of a send by APP that nothing is wrong with."""
    return {**send_body(target), "method": "APP"}


def sent(target: Target, site: Site | None = None, **customer_members: str) -> str:
    """The id of a verification that was requested by SMS."""
    return sent_as(target, send_body(target, site, **customer_members))


def sent_as(target: Target, body: dict[str, Any]) -> str:
    """The id of a verification that was requested with this body."""
    id_ = target.fresh_id()
    if target.send(id_, body).status != 200:
        raise NotApplicable(see("요청(send)을 받아 주지 않습니다", "a send is not accepted", "SEND-01"))
    return id_


def verified_by_sms(target: Target, site: Site | None = None, **customer_members: str) -> tuple[str, Answer]:
    """The id of a verification that was requested and confirmed by SMS, and the answer of the confirm."""
    id_ = sent(target, site, **customer_members)
    return id_, confirmed(target, id_)


def confirmed(target: Target, id_: str) -> Answer:
    """The answer to a confirm with the OTP that was sent for this id."""
    answer = target.confirm(id_, {"otp": arranged(target).otp(id_)})
    if answer.status != 200:
        raise NotApplicable(
            see(
                "맞는 인증번호의 확인을 받아 주지 않습니다",
                "a confirm with the right OTP is not accepted",
                "CONFIRM-01",
            )
        )
    return answer


def merchant(target: Target) -> Target:
    """Another merchant of the same server, whose clock may be moved."""
    secret, arrangement = arranged(target).other_merchant()
    return target.beside(secret, arrangement)


def limited(target: Target, limits: Limits | None = None) -> Target:
    """A merchant of the same server with these limits, whose clock stands still until it is moved."""
    secret, arrangement = arranged(target).limited(limits or Limits())
    return target.beside(secret, arrangement)


def window(target: Target, id_: str = "") -> str:
    """The id of a verification whose window is open."""
    id_ = id_ or target.fresh_id()
    arranged(target).open_window(id_, arranged(target).sites()[0])
    return id_


def _object(answer: Answer, step: str) -> dict[str, Any]:
    value = answer.object()
    if answer.status != 200 or value is None:
        raise NotApplicable(see(answer.told(), answer.told(), step))
    return value
