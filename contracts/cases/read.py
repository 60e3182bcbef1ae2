"""READ: the single read, and what a record has in each state.

Lives here: contracts only.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from ..expect import absent, accepted, kind_of, member, optional_member, refused, same, the_record
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, SDKS, contract
from ..needs import Need
from ..steps import let_in, prepared, record, states
from ..strategies import awkward_tails
from ..target import Target
from ..text import Said, Text

TIMES: Final = ("requestedAt", "updatedAt", "statusChangedAt", "verifiedAt")
TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)
# Required of every record: openapi.
ALWAYS: Final = ("status", "id", "requestedAt", "updatedAt", "statusChangedAt", "version")
NEVER: Final = ("storeId", "identityVerificationTxId", "method", "failedAt")


@contract(
    "READ-01",
    Text(
        "올바른 인증 수단으로 없는 아이디를 조회하면 어떤 글자가 들어 있든 404 IDENTITY_VERIFICATION_NOT_FOUND이다.",
        "An unknown id with a good credential is 404 IDENTITY_VERIFICATION_NOT_FOUND, whatever characters it has.",
    ),
    "openapi",
    OPENAPI,
    given=awkward_tails,
)
def unknown_ids(target: Target, tail: str) -> None:
    let_in(target)
    refused(target.read(target.fresh_id(tail)), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "READ-02",
    Text(
        "단건 조회는 200과 함께 감싸지 않은 내역 자체를 주고, 그 안에 status와 물어본 id가 있다.",
        "A read answers 200 with the record itself, flat: its status, and the id that was asked for.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def reads_are_flat(target: Target) -> None:
    for state in states(target):
        id_ = prepared(target, state)
        body = accepted(target.read(id_))
        if member(Text("내역", "the record"), body, "status", str) != state:
            raise ContractBroken(
                Text(f"{state} 내역의 status가 다름", f"a {state} record with another status"), f"status {state}"
            )
        same(
            Text("물어본 id와 응답의 id", "the id asked for and the id answered"),
            member(Text("내역", "the record"), body, "id", str),
            id_,
        )


@contract(
    "READ-03",
    Text(
        "VERIFIED 내역에는 name이 있는 verifiedCustomer와 verifiedAt, pgTxId, pgRawResponse가 있다.",
        "A VERIFIED record has verifiedCustomer with a name, verifiedAt, pgTxId and pgRawResponse.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def verified_members(target: Target) -> None:
    body = _record(target, "VERIFIED")
    for name in (*ALWAYS, "verifiedAt", "pgTxId", "pgRawResponse"):
        member(the_record("VERIFIED"), body, name, str)
    member("verifiedCustomer", member(the_record("VERIFIED"), body, "verifiedCustomer", dict), "name", str)


@contract(
    "READ-04",
    Text(
        "VERIFIED 내역에는 requestedCustomer도 failure도 없다.",
        "A VERIFIED record has neither requestedCustomer nor failure.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def verified_has_no_requested_customer(target: Target) -> None:
    absent(the_record("VERIFIED"), _record(target, "VERIFIED"), "requestedCustomer", "failure")


@contract(
    "READ-05",
    Text(
        "READY 내역에는 requestedCustomer가 있고, 인증됐거나 실패한 내역의 필드는 없다.",
        "A READY record has requestedCustomer, and nothing that belongs to a verified or failed one.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def ready_members(target: Target) -> None:
    body = _record(target, "READY")
    _requested(body, "READY")
    absent(the_record("READY"), body, "verifiedCustomer", "verifiedAt", "failure")


@contract(
    "READ-06",
    Text(
        "FAILED 내역에는 requestedCustomer와 문자열로 된 failure가 있고, 인증된 내역의 필드는 없다.",
        "A FAILED record has requestedCustomer and failure, whose members are strings, and nothing of a verified one.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def failed_members(target: Target) -> None:
    body = _record(target, "FAILED")
    _requested(body, "FAILED")
    failure = member(the_record("FAILED"), body, "failure", dict)
    for name in ("reason", "pgCode", "pgMessage"):
        if failure.get(name) is not None:
            optional_member("failure", failure, name, str)
    absent(the_record("FAILED"), body, "verifiedCustomer", "verifiedAt")


@contract(
    "READ-07",
    Text(
        "내역에 없는 값은 상태와 깊이를 가리지 않고 null이 아니라 필드 자체가 없다.",
        "What a record does not have is absent, never null, at any depth and in any state.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def absent_is_never_null(target: Target) -> None:
    for state in states(target):
        nulls = list(_nulls(_record(target, state), ""))
        if nulls:
            raise ContractBroken(
                Text(f"{state} 내역의 {', '.join(nulls)}이(가) null", f"{', '.join(nulls)} null in a {state} record"),
                Text("필드 자체가 없음", "the member left out"),
            )


@contract(
    "READ-08",
    Text(
        "시각은 UTC의 RFC 3339로, Z로 끝나고 소수점 아래가 아홉 자리를 넘지 않는다.",
        "Times are RFC 3339 in UTC, written with Z and at most nine fraction digits.",
    ),
    "sdk",
    OPENAPI.and_("날짜·시각의 범위는 공식 SDK의 소스", "how much of date-time is read, in the official SDKs' sources"),
    needs=[Need.RECORDS],
)
def times_are_written_for_every_reader(target: Target) -> None:
    for state in states(target):
        body = _record(target, state)
        for name in TIMES:
            text = body.get(name)
            if text is not None and (not isinstance(text, str) or _moment(text) is None):
                shown = text if isinstance(text, str) else kind_of(text).en
                raise ContractBroken(
                    f"{name} {shown}",
                    Text(f"2026-11-23T00:00:00.000Z 꼴의 {name}", f"{name} like 2026-11-23T00:00:00.000Z"),
                )


@contract(
    "READ-09",
    Text(
        "시각은 requestedAt, verifiedAt, updatedAt 순서이고, 상태가 요청보다 먼저 바뀌는 일은 없다.",
        "Times stand in order: requestedAt, then verifiedAt, then updatedAt; no status changes before its request.",
    ),
    "docs",
    OPENAPI.and_("각 필드의 뜻", "by the meaning of each member"),
    needs=[Need.RECORDS],
)
def times_stand_in_order(target: Target) -> None:
    for state in states(target):
        body = _record(target, state)
        for names in (("requestedAt", "verifiedAt", "updatedAt"), ("requestedAt", "statusChangedAt", "updatedAt")):
            found = [(name, moment) for name in names if (moment := _moment(str(body.get(name)))) is not None]
            for (before, earlier), (after, later) in pairwise(found):
                if earlier > later:
                    raise ContractBroken(f"{before} {earlier}, {after} {later}", f"{before} ≤ {after}")


@contract(
    "READ-10",
    Text(
        "내역에는 storeId, identityVerificationTxId, method, failedAt이 나오지 않는다.",
        "A record never shows storeId, identityVerificationTxId, method or failedAt.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def members_that_are_never_there(target: Target) -> None:
    for state in states(target):
        absent(the_record(state), _record(target, state), *NEVER)


@contract(
    "READ-11",
    Text(
        "아이디는 퍼센트 인코딩한 한 마디이다: 어떤 글자가 들어 있든 그 아이디로 다시 조회된다.",
        "An id is one percent-encoded segment: a record is read back under it whatever characters it has.",
    ),
    "sdk",
    SDKS,
    needs=[Need.MAKING],
    given=awkward_tails,
)
def awkward_ids_are_read_back(target: Target, tail: str) -> None:
    id_ = prepared(target, "READY", tail=tail)
    answer = target.read(id_)
    if answer.status != 200:
        raise ContractBroken(answer.told(), Text("있는 아이디이므로 200", "200 for an id that exists"))
    told = _id_in(record(target, id_)) or id_
    same(Text("물어본 id와 응답의 id", "the id asked for and the id answered"), told, id_)


@contract(
    "READ-12",
    Text(
        "조회는 아무것도 바꾸지 않는다: 두 번 조회하면 같은 바이트가 온다.",
        "Reading changes nothing: two reads give the same bytes.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.RECORDS],
)
def reading_changes_nothing(target: Target) -> None:
    for state in states(target):
        id_ = prepared(target, state)
        record(target, id_)
        same(
            Text(f"{state} 내역을 두 번 조회한 것", f"two reads of a {state} record"),
            target.read(id_).content,
            target.read(id_).content,
        )


@contract(
    "READ-13",
    Text(
        "내역의 channel이 보일 때는 LIVE나 TEST인 type과 pgProvider, pgMerchantId가 있다.",
        "The channel of a record, where it is shown, has type LIVE or TEST, pgProvider and pgMerchantId.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def channel_members(target: Target) -> None:
    for state in states(target):
        channel = optional_member(Text("내역", "the record"), _record(target, state), "channel", dict)
        if channel is None:
            continue
        if member("channel", channel, "type", str) not in ("LIVE", "TEST"):
            raise ContractBroken(f"channel.type {channel['type']}", "channel.type LIVE or TEST")
        for name in ("pgProvider", "pgMerchantId"):
            member("channel", channel, name, str)


@contract(
    "READ-14",
    Text(
        "필드는 문서의 형식을 지킨다: version은 V1이나 V2, channel과 customData와 pgTxId는 문자열로 되어 있다.",
        "Members have their documented types: version is V1 or V2; channel, customData and pgTxId are texts.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.RECORDS],
)
def types_of_members(target: Target) -> None:
    for state in states(target):
        body = _record(target, state)
        if (version := member(the_record(state), body, "version", str)) not in ("V1", "V2"):
            raise ContractBroken(f"version {version}", "version V1, V2")
        for name in ("customData", "pgTxId", "pgRawResponse"):
            _text_or_nothing(the_record(state), body, name)
        for name in ("id", "key", "name"):
            _text_or_nothing("channel", body.get("channel") or {}, name)


@contract(
    "READ-15",
    Text(
        "200자가 넘는 아이디는 없는 아이디이다: 404 IDENTITY_VERIFICATION_NOT_FOUND.",
        "An id of more than 200 characters is nobody's: 404 IDENTITY_VERIFICATION_NOT_FOUND.",
    ),
    "assumed",
    NOBODY,
)
def ids_that_are_too_long(target: Target) -> None:
    let_in(target)
    refused(target.read("a" * 201), 404, "IDENTITY_VERIFICATION_NOT_FOUND")


@contract(
    "READ-24",
    Text(
        "READY인 내역에는 pgTxId가 없고, FAILED인 내역에는 있다.",
        "A READY record has no pgTxId, and a FAILED one has.",
    ),
    "assumed",
    OPENAPI.and_("둘 다 있어도 없어도 됨", "it may be there or not in both"),
    needs=[Need.RECORDS],
)
def transactions_of_the_unverified(target: Target) -> None:
    absent(the_record("READY"), _record(target, "READY"), "pgTxId")
    member(the_record("FAILED"), _record(target, "FAILED"), "pgTxId", str)


def _record(target: Target, state: Any) -> dict[str, Any]:
    return record(target, prepared(target, state))


def _requested(body: dict[str, Any], state: str) -> None:
    for name in ALWAYS:
        member(the_record(state), body, name, str)
    customer = member(the_record(state), body, "requestedCustomer", dict)
    for name in ("id", "name", "phoneNumber", "birthYear", "birthMonth", "birthDay"):
        if customer.get(name) is not None:
            optional_member("requestedCustomer", customer, name, str)


def _nulls(value: Any, at: str) -> Iterator[str]:
    if value is None:
        yield at
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _nulls(inner, f"{at}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _nulls(inner, f"{at}[]")


def _moment(text: str) -> datetime | None:
    if TIME.fullmatch(text) is None:
        return None
    try:
        # More digits than microseconds are cut: no order here hangs on them.
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text))
    except ValueError:
        return None


def _id_in(body: dict[str, Any]) -> str | None:
    found = body.get("id")
    return found if isinstance(found, str) else None


def _text_or_nothing(where: Said, holder: Any, name: str) -> None:
    """Null is READ-07's."""
    if isinstance(holder, dict) and holder.get(name) is not None:
        optional_member(where, holder, name, str)
