"""COMPAT: the ways of 2023, which readers of old pages still go, and inputs and outputs that grow.

Lives here: contracts only.
"""

from typing import Any, Final

from ..expect import absent, accepted, member, same, the_record
from ..failures import ContractBroken
from ..law import GUIDES, NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import Tokens, log_in, merchant, prepared, record, send_body, tokens_of
from ..strategies import unknown_members
from ..target import Login, Target
from ..text import Text

LEGACY: Final[Login] = "/login/api-key"
OLD_PAGES: Final = Text("2023년의 가이드 페이지", "PortOne's guide pages of 2023")
ANSWER: Final = Text("응답", "the answer")


@contract(
    "COMPAT-01",
    Text(
        "예전 방식 로그인은 같은 토큰을 access_token과 refresh_token으로도 준다.",
        "A legacy login gives the same tokens as access_token and refresh_token too.",
    ),
    "docs",
    OLD_PAGES,
    needs=[Need.LEGACY_KEY],
)
def tokens_under_their_old_names(target: Target) -> None:
    body = accepted(target.log_in(door=LEGACY))
    for old, new in (("access_token", "accessToken"), ("refresh_token", "refreshToken")):
        same(Text(f"{old}과 {new}", f"{old} and {new}"), member(ANSWER, body, old, str), body.get(new))


@contract(
    "COMPAT-02",
    Text(
        "예전 방식 로그인의 토큰으로 조회하면 VERIFIED 내역에 verifiedCustomer와 같은 customer도 있다.",
        "Read with the token of a legacy login, a VERIFIED record also has `customer`, a copy of verifiedCustomer.",
    ),
    "docs",
    OLD_PAGES,
    needs=[Need.LEGACY_KEY, Need.RECORDS],
)
def the_customer_under_its_old_name(target: Target) -> None:
    _has_customer(target, log_in(target, LEGACY))


@contract(
    "COMPAT-03",
    Text(
        "예전 방식 로그인의 토큰을 재발급해도 그 토큰으로 조회한 내역에 customer가 있다.",
        "A token refreshed from a legacy login still reads `customer`.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.LEGACY_KEY, Need.RECORDS],
)
def a_refreshed_legacy_token_stays_one(target: Target) -> None:
    _has_customer(target, tokens_of(target.refresh(log_in(target, LEGACY).refresh), "TOKEN-14"))


@contract(
    "COMPAT-04",
    Text(
        "예전 방식의 토큰으로 조회한 내역은 customer 말고는 다른 인증 수단으로 조회한 내역과 같다.",
        "But for `customer`, a record read with a legacy token is the record that every other credential reads.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.LEGACY_KEY, Need.RECORDS],
)
def nothing_else_differs(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    plain = record(target, id_)
    legacy = record(target, id_, authorization=f"Bearer {log_in(target, LEGACY).access}")
    plain.pop("customer", None)
    legacy.pop("customer", None)
    same(Text("예전 토큰과 Secret으로 조회한 내역", "the record by legacy token and by secret"), legacy, plain)


@contract(
    "COMPAT-05",
    Text(
        "지금 방식의 로그인과 재발급은 accessToken과 refreshToken만 주고, 그 토큰으로 조회한 내역에 customer는 없다.",
        "A current login or refresh gives accessToken and refreshToken only, and its token reads no `customer`.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def current_ways_have_nothing_old(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    first = target.log_in()
    for answer in (first, target.refresh(tokens_of(first).refresh)):
        absent(ANSWER, accepted(answer), "access_token", "refresh_token")
        token = tokens_of(answer, "TOKEN-03").access
        absent(the_record("VERIFIED"), record(target, id_, authorization=f"Bearer {token}"), "customer")


@contract(
    "COMPAT-06",
    Text(
        "로그인과 재발급은 모르는 필드가 더 와도 받는다.",
        "A login or refresh with members that nobody knows yet is accepted.",
    ),
    "docs",
    GUIDES.and_("입력은 선택 필드만 늘어난다는 약속", "the promise that inputs gain optional members only"),
    given=unknown_members,
)
def unknown_members_of_a_login(target: Target, more: dict[str, Any]) -> None:
    body = {**more, "apiSecret": target.api_secret}
    answer = target.call("POST", "/login/api-secret", authorization=None, body=body)
    accepted(answer)
    refresh = {**more, "refreshToken": tokens_of(answer).refresh}
    accepted(target.call("POST", "/token/refresh", authorization=None, body=refresh))


@contract(
    "COMPAT-07",
    Text(
        "요청(send)은 모르는 필드가 더 와도 받고, 내역에는 나타나지 않는다.",
        "A send with members that nobody knows yet is accepted, and they do not show in the record.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING],
    given=unknown_members,
)
def unknown_members_of_a_send(target: Target, more: dict[str, Any]) -> None:
    id_ = target.fresh_id()
    accepted(target.send(id_, {**more, **send_body(target)}))
    absent(the_record("READY"), record(target, id_), *more)


@contract(
    "COMPAT-08",
    Text(
        "모르는 쿼리 파라미터는 단건 조회 결과를 바꾸지 않는다.",
        "A query parameter that nobody knows changes nothing about a read.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.RECORDS],
)
def unknown_parameters(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    plain = record(target, id_)
    same(
        Text("모르는 파라미터가 있을 때와 없을 때의 내역", "the record with and without it"),
        accepted(target.read(id_, query={"laterAddition": "1"})),
        plain,
    )


@contract(
    "COMPAT-09",
    Text(
        "requestBody는 폼 인코딩으로 읽는다: +는 빈칸이고, {}는 조건이 없는 것이다.",
        "A `requestBody` is read as a form encodes it: + is a space, and {} is no condition at all.",
    ),
    "sdk",
    SDKS,
    needs=[Need.SENDING, Need.MERCHANTS],
)
def plus_is_a_space(target: Target) -> None:
    other = merchant(target)
    id_ = other.fresh_id()
    accepted(other.send(id_, send_body(other, name="Mo Ui")))
    path = "/identity-verifications?requestBody="
    everything = accepted(other.call("GET", f"{path}%7B%7D"))
    found = accepted(other.call("GET", f"{path}%7B%22filter%22:%7B%22customer%22:%7B%22name%22:%22Mo+Ui%22%7D%7D%7D"))
    for listed in (everything, found):
        if [item.get("id") for item in listed.get("items", [])] != [id_]:
            raise ContractBroken(
                Text("다른 항목", "other items"), Text("이름이 'Mo Ui'인 내역 하나", "the one record of 'Mo Ui'")
            )


@contract(
    "COMPAT-10",
    Text(
        "지금 방식의 로그인은 예전 방식으로 받은 리프레시 토큰을 끝내지 않는다.",
        "A current login does not end the refresh token of a legacy login.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.LEGACY_KEY],
)
def the_two_ways_do_not_meet(target: Target) -> None:
    legacy = log_in(target, LEGACY)
    log_in(target)
    accepted(target.refresh(legacy.refresh))


def _has_customer(target: Target, tokens: Tokens) -> None:
    id_ = prepared(target, "VERIFIED")
    body = record(target, id_, authorization=f"Bearer {tokens.access}")
    same(
        Text("customer와 verifiedCustomer", "customer and verifiedCustomer"),
        member(the_record("VERIFIED"), body, "customer", dict),
        body.get("verifiedCustomer"),
    )
