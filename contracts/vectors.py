"""Answers for authors of client libraries: what comes over the wire, and what a client must make of it.

Lives here: the vectors. May not: writing them down (vectors_command.py), running a client (client_command.py). They are
data and no code, so that any language can read them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from .text import Text

ID: Final = "vector-1"
READ, CONFIRM, SEND = "getIdentityVerification", "confirmIdentityVerification", "sendIdentityVerification"
RESEND: Final = "resendIdentityVerification"
JSON: Final = {"content-type": "application/json"}
_TIMES: Final = ("requestedAt", "updatedAt", "statusChangedAt")
_CUSTOMER: Final = {
    "name": "김모의",
    "operator": "SKT",
    "phoneNumber": "01000000001",
    "birthDate": "1990-01-01",
    "gender": "MALE",
    "isForeigner": False,
    "ci": f"MOCKCI{'c' * 82}",
    "di": f"MOCKDI{'d' * 60}",
}
# What a client has to send: a client adds what is its own (a store id, say), and loses none of these.
BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    SEND: {
        "channelKey": "channel-key",
        "customer": {
            "name": "김모의",
            "phoneNumber": "01000000001",
            "ipAddress": "127.0.0.1",
            "identityNumber": "9001011",
        },
        "operator": "SKT",
        "method": "SMS",
    },
    # A text: as a number it would lose its first digit.
    CONFIRM: {"otp": "012345"},
}
# One of these, the secret and the access token in their places.
AUTHORIZATIONS: Final = ("PortOne {secret}", "Bearer {accessToken}")
# What each provider leaves out (the guides).
_PROVIDERS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "danal": ("DANAL", ("operator", "phoneNumber", "isForeigner")),
    "danal-contract": ("DANAL", ()),
    "danal-no-ci": ("DANAL", ("operator", "phoneNumber", "isForeigner", "ci")),
    "kcp": ("KCP_V2", ()),
    "inicis": ("INICIS_UNIFIED", ("operator", "di")),
    "inicis-kakao": ("INICIS_UNIFIED", ("operator", "di", "ci", "gender", "isForeigner")),
}
# type → (status, the operation that answers it, may the same call be sent again)
_ERRORS: Final[Mapping[str, tuple[int, str, str]]] = {
    "INVALID_REQUEST": (400, SEND, "no"),
    "UNAUTHORIZED": (401, READ, "after a new token"),
    "FORBIDDEN": (403, READ, "no"),
    "IDENTITY_VERIFICATION_NOT_FOUND": (404, READ, "no"),
    "IDENTITY_VERIFICATION_NOT_SENT": (404, CONFIRM, "no"),
    "CHANNEL_NOT_FOUND": (404, SEND, "no"),
    "IDENTITY_VERIFICATION_ALREADY_SENT": (409, SEND, "no"),
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": (409, CONFIRM, "no"),
    "MAX_TRANSACTION_COUNT_REACHED": (400, SEND, "no"),
    "PG_PROVIDER": (502, CONFIRM, "no"),
    "IDEMPOTENCY_OUTSTANDING_REQUEST": (409, SEND, "later, under the same Idempotency-Key"),
}
# Ids that go wrong between a client and a router: one percent-encoded segment each.
_IDS: Final = ("a b", "a/b", "a?b", "a#b", "a%2Fb", "..", "a+b", "a&b=c", "한글", "😀", "a:b@c")


@dataclass(frozen=True)
class Vector:
    """One case: the call, the raw answer to it, and what a client must make of that.

    `expected` has `outcome`: `record` (with the members a client has to give, by path, and those it has to give as
    absent, not null and not "null") or `error` (with the type, null where there is none, and whether the same call may
    be sent `again`: `no`, `later`, `after a new token`, or `later, under the same Idempotency-Key`) or `done`, where an
    answer holds nothing.
    """

    number: str
    law: Text
    operation: str
    id: str
    status: int
    headers: Mapping[str, str]
    body: str
    expected: Mapping[str, Any]
    # So many bytes of the body are sent before the connection ends.
    cut: int | None = None

    def as_data(self) -> dict[str, Any]:
        """The vector as JSON."""
        answer = {"status": self.status, "headers": dict(self.headers), "body": self.body}
        return {
            "number": self.number,
            "law": self.law._asdict(),
            "operation": self.operation,
            "identityVerificationId": self.id,
            "request": self.request,
            "answer": answer | ({"cutAfterBytes": self.cut} if self.cut is not None else {}),
            "expected": dict(self.expected),
        }

    @property
    def request(self) -> dict[str, Any]:
        """Method, path, headers and body that a client has to send."""
        asked = {"method": self.method, "path": self.path, "headers": {"authorization": list(AUTHORIZATIONS)}}
        return asked | ({"body": dict(BODIES[self.operation])} if self.operation in BODIES else {})

    @property
    def method(self) -> str:
        """GET or POST."""
        return "GET" if self.operation == READ else "POST"

    @property
    def path(self) -> str:
        """The path that has to be asked for: the id is one segment whatever it holds."""
        # A segment of dots only would be resolved on the way, so that the dots are encoded too.
        segment = quote(self.id, safe="") if self.id.strip(".") else self.id.replace(".", "%2E")
        tail = {READ: "", SEND: "/send", CONFIRM: "/confirm", RESEND: "/resend"}[self.operation]
        return f"/identity-verifications/{segment}{tail}"


def record(state: str, **members: Any) -> dict[str, Any]:
    """A record of that state by NHN KCP, with other members where some are given."""
    channel = {"type": "LIVE", "pgProvider": "KCP_V2", "pgMerchantId": "MOCKKC0001"}
    body: dict[str, Any] = {"status": state, "id": ID, "channel": channel, "version": "V2"}
    body |= dict.fromkeys(_TIMES, "2026-11-23T00:00:00.000Z")
    if state == "VERIFIED":
        body |= {"verifiedCustomer": _CUSTOMER, "verifiedAt": "2026-11-23T00:00:00.000Z"}
        body |= {"pgTxId": "MOCK0000000000000001", "pgRawResponse": "{}"}
    else:
        body["requestedCustomer"] = {"name": "김모의", "phoneNumber": "01000000001"}
    if state == "FAILED":
        body["failure"] = {"reason": "취소", "pgCode": "MOCK-CANCELLED", "pgMessage": "취소"}
    return body | members


def _in_state(state: str, provider: str) -> dict[str, Any]:
    """A record of a provider; of Danal, a failure that names nothing but its reason."""
    body = record(state, channel={"type": "LIVE", "pgProvider": provider, "pgMerchantId": "MOCK"})
    if state == "FAILED" and provider == "DANAL":
        body["failure"] = {"reason": "취소"}
    return body


def _answered(number: str, ko: str, en: str, body: Any, *, absent: tuple[str, ...] = (), **members: Any) -> Vector:
    text = json.dumps(body, ensure_ascii=False)
    given = {name.replace("__", "."): value for name, value in members.items()}
    expected = {"outcome": "record", "members": {"status": body["status"], **given}, "absent": list(absent)}
    return Vector(number, Text(ko, en), READ, ID, 200, JSON, text, expected)


def _records() -> Iterator[Vector]:
    for place, (state, provider) in {
        1: ("READY", "KCP_V2"),
        2: ("FAILED", "KCP_V2"),
        9: ("READY", "DANAL"),
        10: ("FAILED", "DANAL"),
        11: ("READY", "INICIS_UNIFIED"),
        12: ("FAILED", "INICIS_UNIFIED"),
    }.items():
        ko = f"{provider}의 {state}에는 인증된 고객이 없다."
        en = f"{state} of {provider} has no verified customer."
        body = _in_state(state, provider)
        failure = body.get("failure", {})
        missing = [f"failure.{name}" for name in ("pgCode", "pgMessage") if failure and name not in failure]
        missing += ["verifiedCustomer", "verifiedAt", *([] if failure else ["failure"])]
        shown = {f"failure__{name}": value for name, value in failure.items()}
        yield _answered(
            f"RECORD-{place:02}", ko, en, body, absent=tuple(missing), **shown, channel__pgProvider=provider
        )
    for place, (profile, (provider, withheld)) in enumerate(_PROVIDERS.items(), 3):
        customer = {name: value for name, value in _CUSTOMER.items() if name not in withheld}
        channel = {"type": "LIVE", "pgProvider": provider, "pgMerchantId": "MOCK"}
        ko, en = f"{profile}: 주지 않는 필드는 없는 것이다.", f"{profile}: a member that is not given is absent."
        absent = tuple(f"verifiedCustomer.{name}" for name in withheld)
        shown = {f"verifiedCustomer__{name}": value for name, value in customer.items()}
        body = record("VERIFIED", verifiedCustomer=customer, channel=channel)
        yield _answered(f"RECORD-{place:02}", ko, en, body, absent=absent, **shown)


def _growth() -> Iterator[Vector]:
    more = record("VERIFIED", laterAddition={"a": 1}, verifiedCustomer={**_CUSTOMER, "email": "x"})
    yield _answered("GROWTH-01", "모르는 필드가 더 와도 읽는다.", "Members that nobody knows yet do no harm.", more)
    later = record("READY", status="EXPIRED")
    ko, en = (
        "모르는 status는 VERIFIED가 아니며 오류로 죽지 않는다.",
        "A status that nobody knows yet is not VERIFIED, and no crash.",
    )
    yield _answered("GROWTH-02", ko, en, later)
    words = record("VERIFIED", verifiedCustomer={**_CUSTOMER, "operator": "NEW_MVNO", "gender": "UNDISCLOSED"})
    ko, en = "모르는 통신사와 성별이 와도 읽는다.", "Another operator and gender do no harm."
    yield _answered("GROWTH-03", ko, en, words, verifiedCustomer__name="김모의")
    provider = record("VERIFIED", channel={"type": "LIVE", "pgProvider": "NEW_PG", "pgMerchantId": "x"})
    yield _answered("GROWTH-04", "모르는 본인인증사가 와도 읽는다.", "Another provider does no harm.", provider)


def _times() -> Iterator[Vector]:
    for place, digits in enumerate((0, 3, 6, 9), 1):
        fraction = f".{'123456789'[:digits]}" if digits else ""
        body = record("VERIFIED", **dict.fromkeys((*_TIMES, "verifiedAt"), f"2026-11-23T00:00:00{fraction}Z"))
        ko, en = f"소수점 아래 {digits}자리 시각을 읽는다.", f"Times with {digits} fraction digits are read."
        yield _answered(f"TIME-{place:02}", ko, en, body)


def _errors() -> Iterator[Vector]:
    for place, (type_, (status, operation, again)) in enumerate(_ERRORS.items(), 1):
        body = {"type": type_, "message": "말"}
        by_provider = {"pgCode": "MOCK-WRONG-OTP", "pgMessage": "틀림"} if type_ == "PG_PROVIDER" else {}
        body |= by_provider
        expected = {"outcome": "error", "type": type_, "again": again, **by_provider}
        law = Text(f"{type_}을(를) 알아본다.", f"{type_} is told apart.")
        text = json.dumps(body, ensure_ascii=False)
        yield Vector(f"ERROR-{place:02}", law, operation, ID, status, JSON, text, expected)


def _broken() -> Iterator[Vector]:
    nothing = {"outcome": "error", "type": None, "again": "later"}
    page, html = "<html><h1>502 Bad Gateway</h1></html>", {"content-type": "text/html"}
    whole = json.dumps(record("VERIFIED"), ensure_ascii=False)
    law = Text(
        "HTML 오류 페이지는 오류이며 인증 실패가 아니다.", "An HTML error page is an error, and no failed verification."
    )
    yield Vector("BROKEN-01", law, READ, ID, 502, html, page, nothing)
    law = Text("200으로 온 HTML은 오류이다.", "HTML under 200 is an error.")
    yield Vector("BROKEN-02", law, READ, ID, 200, html, page, nothing)
    law = Text("잘린 본문은 오류이다.", "A body that is cut off is an error.")
    yield Vector("BROKEN-03", law, READ, ID, 200, JSON, whole, nothing, cut=40)
    law = Text("JSON이 아닌 본문은 오류이다.", "A body that is no JSON is an error.")
    yield Vector("BROKEN-04", law, READ, ID, 200, JSON, whole[:60], nothing)
    law = Text("모르는 오류 type도 오류이다.", "An error type that nobody knows is an error.")
    strange = json.dumps({"type": "SOMETHING_NEW", "message": "말"}, ensure_ascii=False)
    yield Vector("BROKEN-05", law, READ, ID, 400, JSON, strange, {**nothing, "type": "SOMETHING_NEW", "again": "no"})


def _done() -> Iterator[Vector]:
    nothing = {"outcome": "done"}
    law = Text("요청(send)의 응답 {}에는 내역이 없다.", "The {} of a send is no record.")
    yield Vector("DONE-01", law, SEND, ID, 200, JSON, "{}", nothing)
    law = Text("재전송의 응답 {}에는 내역이 없다.", "The {} of a resend is no record.")
    yield Vector("DONE-02", law, RESEND, ID, 200, JSON, "{}", nothing)
    law = Text("확인의 응답은 내역을 한 번 감싼 것이다.", "What a confirm answers is a record, wrapped once.")
    wrapped = json.dumps({"identityVerification": record("VERIFIED")}, ensure_ascii=False)
    members = {"status": "VERIFIED", "verifiedCustomer.name": "김모의"}
    expected = {"outcome": "record", "members": members, "absent": ["identityVerification"]}
    yield Vector("DONE-03", law, CONFIRM, ID, 200, JSON, wrapped, expected)
    body = {"type": "IDENTITY_VERIFICATION_NOT_SENT", "message": "말"}
    law = Text("재전송의 오류도 알아본다.", "An error of a resend is told apart too.")
    refused = {"outcome": "error", "type": body["type"], "again": "no"}
    yield Vector("DONE-04", law, RESEND, ID, 404, JSON, json.dumps(body, ensure_ascii=False), refused)


def _ids() -> Iterator[Vector]:
    for place, id_ in enumerate(_IDS, 1):
        law = Text(f"아이디 {id_!r}은(는) 인코딩한 한 마디이다.", f"The id {id_!r} is one encoded segment.")
        text = json.dumps(record("READY", id=id_), ensure_ascii=False)
        expected = {"outcome": "record", "members": {"status": "READY", "id": id_}, "absent": []}
        yield Vector(f"ID-{place:02}", law, READ, id_, 200, JSON, text, expected)


VECTORS: Final = (
    *sorted(_records(), key=lambda one: one.number),
    *_growth(),
    *_times(),
    *_errors(),
    *_broken(),
    *_done(),
    *_ids(),
)
