"""AUTH: which credential opens what.

Lives here: contracts only.
"""

from collections.abc import Iterator

from ..expect import accepted, refused, same
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import log_in, merchant, prepared, record
from ..strategies import wrong_credentials
from ..target import Answer, Target

FOREIGN_STORE = "store-ffffffff-ffff-4fff-8fff-ffffffffffff"


@contract("AUTH-01", "Without an Authorization header every operation is 401 UNAUTHORIZED.", "openapi", OPENAPI)
def nothing_opens_nothing(target: Target) -> None:
    for answer in _every_operation(target, None):
        refused(answer, 401, "UNAUTHORIZED")


@contract(
    "AUTH-02",
    "With another text than the API secret every operation is 401 UNAUTHORIZED, whether or not the id is known.",
    "observed",
    "integrators report 401 for a wrong secret and 404 for an unknown id with a good one",
    given=wrong_credentials,
)
def wrong_secret_opens_nothing(target: Target, secret: str) -> None:
    for answer in _every_operation(target, f"PortOne {secret}"):
        refused(answer, 401, "UNAUTHORIZED")


@contract(
    "AUTH-03",
    "With a text that is no access token every operation is 401 UNAUTHORIZED.",
    "openapi",
    OPENAPI,
    given=wrong_credentials,
)
def wrong_token_opens_nothing(target: Target, token: str) -> None:
    for answer in _every_operation(target, f"Bearer {token}"):
        refused(answer, 401, "UNAUTHORIZED")


@contract("AUTH-04", "A refresh token is no access token: 401 UNAUTHORIZED.", "openapi", OPENAPI)
def refresh_token_opens_nothing(target: Target) -> None:
    refused(target.list(authorization=f"Bearer {log_in(target).refresh}"), 401, "UNAUTHORIZED")


@contract("AUTH-05", "An access token with one changed character is 401 UNAUTHORIZED.", "openapi", OPENAPI)
def changed_token_opens_nothing(target: Target) -> None:
    token = log_in(target).access
    half = len(token) // 2
    changed = token[:half] + ("A" if token[half] != "A" else "B") + token[half + 1 :]
    refused(target.list(authorization=f"Bearer {changed}"), 401, "UNAUTHORIZED")


@contract("AUTH-06", "The API secret opens the API as `PortOne <secret>`, without a login.", "openapi", OPENAPI)
def secret_opens(target: Target) -> None:
    accepted(target.list())


@contract("AUTH-07", "The scheme words PortOne and Bearer count in any case of letters.", "sdk", SDKS)
def scheme_in_any_case(target: Target) -> None:
    for word in ("portone", "PORTONE"):
        accepted(target.list(authorization=f"{word} {target.api_secret}"))
    token = log_in(target).access
    for word in ("bearer", "BEARER"):
        accepted(target.list(authorization=f"{word} {token}"))


@contract("AUTH-08", "A storeId that the credential may not use is 403 FORBIDDEN.", "assumed", NOBODY)
def foreign_store_is_forbidden(target: Target) -> None:
    refused(target.call("GET", "/identity-verifications/x", query={"storeId": FOREIGN_STORE}), 403, "FORBIDDEN")


@contract(
    "AUTH-09",
    "The merchant's own storeId changes nothing about a read.",
    "openapi",
    OPENAPI,
    needs=[Need.STORE_ID, Need.RECORDS],
)
def own_store_is_the_default(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    assert target.store_id is not None
    plain = record(target, id_)
    same("the record read with and without storeId", accepted(target.read(id_, query=_store(target))), plain)


@contract(
    "AUTH-10",
    "A verification is its merchant's: to another merchant its id is 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS, Need.MERCHANTS],
)
def another_merchant_finds_nothing(target: Target) -> None:
    id_ = prepared(target, "VERIFIED")
    record(target, id_)
    refused(merchant(target).read(id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


def _every_operation(target: Target, authorization: str | None) -> Iterator[Answer]:
    id_ = prepared(target, "VERIFIED") if target.arrangement else target.fresh_id()
    for known in dict.fromkeys((id_, target.fresh_id())):
        yield target.read(known, authorization=authorization)
        yield target.send(known, {}, authorization=authorization)
        yield target.confirm(known, {}, authorization=authorization)
        yield target.resend(known, authorization=authorization)
    yield target.list(authorization=authorization)


def _store(target: Target) -> dict[str, str]:
    return {"storeId": target.store_id or ""}
