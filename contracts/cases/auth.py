"""AUTH: which credential opens what.

Lives here: contracts only.
"""

from collections.abc import Iterator

from ..expect import accepted, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, SDKS, SEEN, contract
from ..needs import Need
from ..steps import (
    known_or_unknown,
    let_in,
    limited,
    log_in,
    merchant,
    prepared,
    record,
    see,
    send_body,
    sent,
    two_stores,
)
from ..strategies import Nearly, nearly_credentials, wrong_credentials
from ..target import Answer, Target, path_of
from ..text import Text

FOREIGN_STORE = "store-ffffffff-ffff-4fff-8fff-ffffffffffff"


@contract(
    "AUTH-01",
    Text(
        "Authorization 헤더가 없으면 모든 기능이 401 UNAUTHORIZED이다.",
        "Without an Authorization header every operation is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
)
def nothing_opens_nothing(target: Target) -> None:
    let_in(target)
    for answer in _every_operation(target, None):
        refused(answer, 401, "UNAUTHORIZED")


@contract(
    "AUTH-02",
    Text(
        "API Secret이 아닌 글자로는 아이디가 있든 없든 모든 기능이 401 UNAUTHORIZED이다.",
        "With another text than the API secret every operation is 401 UNAUTHORIZED, whether or not the id is known.",
    ),
    "observed",
    Text(
        "연동 사례: 틀린 Secret은 401, 올바른 Secret에 없는 아이디는 404",
        "integrators report 401 for a wrong secret and 404 for an unknown id with a good one",
    ),
    given=wrong_credentials,
)
def wrong_secret_opens_nothing(target: Target, secret: str) -> None:
    let_in(target)
    for answer in _every_operation(target, f"PortOne {secret}"):
        refused(answer, 401, "UNAUTHORIZED")


@contract(
    "AUTH-03",
    Text(
        "액세스 토큰이 아닌 글자로는 모든 기능이 401 UNAUTHORIZED이다.",
        "With a text that is no access token every operation is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
    given=wrong_credentials,
)
def wrong_token_opens_nothing(target: Target, token: str) -> None:
    let_in(target)
    for answer in _every_operation(target, f"Bearer {token}"):
        refused(answer, 401, "UNAUTHORIZED")


@contract(
    "AUTH-04",
    Text(
        "리프레시 토큰은 액세스 토큰이 아니다: 401 UNAUTHORIZED.",
        "A refresh token is no access token: 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
)
def refresh_token_opens_nothing(target: Target) -> None:
    refused(target.list(authorization=f"Bearer {log_in(target).refresh}"), 401, "UNAUTHORIZED")


@contract(
    "AUTH-05",
    Text(
        "한 글자가 바뀐 액세스 토큰은 401 UNAUTHORIZED이다.",
        "An access token with one changed character is 401 UNAUTHORIZED.",
    ),
    "openapi",
    OPENAPI,
)
def changed_token_opens_nothing(target: Target) -> None:
    token = log_in(target).access
    half = len(token) // 2
    changed = token[:half] + ("A" if token[half] != "A" else "B") + token[half + 1 :]
    refused(target.list(authorization=f"Bearer {changed}"), 401, "UNAUTHORIZED")


@contract(
    "AUTH-06",
    Text(
        "API Secret은 로그인 없이 `PortOne <secret>`만으로 API를 쓸 수 있게 한다.",
        "The API secret opens the API as `PortOne <secret>`, without a login.",
    ),
    "openapi",
    OPENAPI,
)
def secret_opens(target: Target) -> None:
    accepted(target.list())
    without = target.list(authorization=None)
    if without.status == 200:
        raise ContractBroken(without.told(), Text("Secret이 있을 때와 다른 응답", "not what the secret gets"))


@contract(
    "AUTH-07",
    Text(
        "PortOne과 Bearer라는 말은 대소문자를 가리지 않는다.",
        "The scheme words PortOne and Bearer count in any case of letters.",
    ),
    "sdk",
    SDKS,
)
def scheme_in_any_case(target: Target) -> None:
    for word in ("portone", "PORTONE"):
        accepted(target.list(authorization=f"{word} {target.api_secret}"))
    token = log_in(target).access
    for word in ("bearer", "BEARER"):
        accepted(target.list(authorization=f"{word} {token}"))


@contract(
    "AUTH-08",
    Text(
        "그 인증 수단으로 쓸 수 없는 storeId는 403 FORBIDDEN이다.",
        "A storeId that the credential may not use is 403 FORBIDDEN.",
    ),
    "assumed",
    NOBODY,
)
def foreign_store_is_forbidden(target: Target) -> None:
    id_ = known_or_unknown(target)
    if target.read(id_).status == 403:
        raise NotApplicable(see("storeId 없이도 403입니다", "it is 403 without a storeId too", "READ-01"))
    refused(target.read(id_, query={"storeId": FOREIGN_STORE}), 403, "FORBIDDEN")


@contract(
    "AUTH-09",
    Text(
        "그 상점 자신의 storeId를 적어도 단건 조회 결과는 달라지지 않는다.",
        "The merchant's own storeId changes nothing about a read.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.STORE_ID, Need.RECORDS],
)
def own_store_is_the_default(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    assert target.store_id is not None
    plain = record(target, id_)
    same(
        Text("storeId가 있을 때와 없을 때의 내역", "the record read with and without storeId"),
        accepted(target.read(id_, query=_store(target))),
        plain,
    )


@contract(
    "AUTH-10",
    Text(
        "본인인증 내역은 그 가맹점의 것이다: 다른 가맹점에게 그 아이디는 404 IDENTITY_VERIFICATION_NOT_FOUND이다.",
        "A verification is its merchant's: to another merchant its id is 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    ),
    "assumed",
    OPENAPI.and_(
        "남의 아이디가 없는 아이디라는 것은 이 프로젝트가 정함", "that another's id is an unknown one is our choice"
    ),
    needs=[Need.RECORDS, Need.MERCHANTS],
)
def another_merchant_finds_nothing(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    record(target, id_)
    refused(merchant(target).read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "AUTH-11",
    Text("Secret과 조금이라도 다른 것은 401 UNAUTHORIZED이다.", "What is only nearly the secret is 401 UNAUTHORIZED."),
    "openapi",
    OPENAPI,
    given=nearly_credentials,
)
def nearly_the_secret(target: Target, nearly: Nearly) -> None:
    let_in(target)
    refused(target.list(authorization=nearly.make(target.api_secret)), 401, "UNAUTHORIZED")


@contract(
    "AUTH-12",
    Text("빈 storeId는 없는 것과 같다.", "An empty storeId counts as absent."),
    "assumed",
    NOBODY,
    needs=[Need.RECORDS],
)
def an_empty_store(target: Target) -> None:
    id_ = known_or_unknown(target)
    plain = record(target, id_)
    found = accepted(target.call("GET", f"{path_of(id_)}?storeId="))
    same(Text("빈 storeId로 조회한 내역", "the record read with an empty storeId"), found, plain)


@contract(
    "AUTH-13",
    Text("storeId가 두 번 오면 400 INVALID_REQUEST이다.", "A storeId that comes twice is 400 INVALID_REQUEST."),
    "assumed",
    NOBODY,
    needs=[Need.STORE_ID],
)
def a_store_twice(target: Target) -> None:
    id_, own = known_or_unknown(target), f"storeId={target.store_id}"
    if target.call("GET", f"{path_of(id_)}?{own}").status == 400:
        raise NotApplicable(see("한 번 적어도 400입니다", "a storeId that comes once is 400 too", "AUTH-09"))
    refused(target.call("GET", f"{path_of(id_)}?{own}&{own}"), 400, "INVALID_REQUEST")


@contract(
    "AUTH-14",
    Text(
        "요청과 확인, 재전송의 storeId도 그 인증 수단의 것이 아니면 403 FORBIDDEN이다.",
        "A storeId that the credential may not use is 403 FORBIDDEN for a send, confirm and resend too.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING],
)
def a_foreign_store_sends_nothing(target: Target) -> None:
    id_ = sent(target)
    refused(target.send(id_, {**send_body(target), "storeId": FOREIGN_STORE}), 403, "FORBIDDEN")
    refused(target.confirm(id_, {"otp": "000000", "storeId": FOREIGN_STORE}), 403, "FORBIDDEN")
    refused(target.resend(id_, query={"storeId": FOREIGN_STORE}), 403, "FORBIDDEN")


@contract(
    "AUTH-15",
    Text(
        "한 상점이 쓴 아이디는 같은 가맹점의 다른 상점에는 없는 아이디이다: 404 IDENTITY_VERIFICATION_NOT_FOUND.",
        "An id that one store has used is unknown to another of the merchant: 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.LIMITS, Need.SENDING],
)
def ids_are_one_stores(target: Target) -> None:
    other = limited(target)
    stores, id_ = two_stores(other), sent(other)
    query = {"storeId": stores[1]}
    before = record(other, id_)
    for answer in (
        other.read(id_, query=query),
        other.send(id_, {**send_body(other), **query}),
        other.confirm(id_, {"otp": "000000", **query}),
        other.resend(id_, query=query),
    ):
        refused(answer, 404, "IDENTITY_VERIFICATION_NOT_FOUND")
    same(Text("앞뒤의 내역", "the record before and after"), record(other, id_), before)
    elsewhere = other.fresh_id()
    accepted(other.send(elsewhere, {**send_body(other), **query}))
    refused(other.read(elsewhere, query={"storeId": stores[0]}), 404, "IDENTITY_VERIFICATION_NOT_FOUND")
    accepted(other.read(elsewhere, query=query))


@contract(
    "AUTH-16",
    Text(
        "인증 수단, 상점, 아이디의 순서로 본다: 남의 상점의 없는 아이디는 403, 틀린 Secret이면 그것도 401이다.",
        "Credential, store and id are looked at in this order: an unknown id elsewhere is 403, a wrong secret 401.",
    ),
    "assumed",
    SEEN.and_("상점의 자리는 이 프로젝트가 정함", "the place of the store is our choice"),
)
def order_of_checks(target: Target) -> None:
    let_in(target)
    id_, query = target.fresh_id(), {"storeId": FOREIGN_STORE}
    refused(target.read(id_, query=query), 403, "FORBIDDEN")
    refused(target.read(id_, query=query, authorization="PortOne wrong-secret"), 401, "UNAUTHORIZED")


def _every_operation(target: Target, authorization: str | None) -> Iterator[Answer]:
    """Every operation that this run may call, for an id that exists (where there is one) and one that does not."""
    for known in dict.fromkeys((known_or_unknown(target), target.fresh_id())):
        yield target.read(known, authorization=authorization)
        if target.may_send:
            yield target.send(known, {}, authorization=authorization)
            yield target.resend(known, authorization=authorization)
        if not target.rules.read_only:
            yield target.confirm(known, {}, authorization=authorization)
    yield target.list(authorization=authorization)


def _store(target: Target) -> dict[str, str]:
    return {"storeId": target.store_id or ""}
