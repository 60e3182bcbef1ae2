"""TRANSPORT: what clients do on the way, and what has to come back.

Lives here: contracts only.
"""

import json
from typing import Any, Final
from urllib.parse import quote

from ..expect import accepted, refused, same
from ..failures import ContractBroken
from ..law import NOBODY, OPENAPI, SDKS, SEEN, contract
from ..needs import Need
from ..steps import known_or_unknown, let_in, prepared, record, send_body, tokens_of
from ..strategies import WrongBody, broken_bodies
from ..target import Answer, Target
from ..text import Text

PLAIN_TEXT: Final = {"Content-Type": "text/plain;charset=UTF-8"}
READS: Final = Text("두 방법으로 조회한 내역", "the record read in both ways")


@contract(
    "TRANSPORT-01",
    Text(
        "로그인과 재발급의 JSON은 Content-Type이 text/plain이어도 읽는다.",
        "The JSON of a login or refresh is read although its Content-Type says text/plain.",
    ),
    "sdk",
    SDKS,
)
def logins_as_plain_text(target: Target) -> None:
    body = {"apiSecret": target.api_secret}
    answer = target.call("POST", "/login/api-secret", authorization=None, body=body, headers=PLAIN_TEXT)
    accepted(answer)
    refresh = {"refreshToken": tokens_of(answer).refresh}
    accepted(target.call("POST", "/token/refresh", authorization=None, body=refresh, headers=PLAIN_TEXT))


@contract(
    "TRANSPORT-02",
    Text(
        "요청(send)의 JSON은 Content-Type이 text/plain이어도 읽는다.",
        "The JSON of a send is read although its Content-Type says text/plain.",
    ),
    "sdk",
    SDKS,
    needs=[Need.SENDING],
)
def sends_as_plain_text(target: Target) -> None:
    id_ = target.fresh_id()
    accepted(target.send(id_, send_body(target), headers=PLAIN_TEXT))
    record(target, id_)


@contract(
    "TRANSPORT-03",
    Text(
        "경로 앞에 /가 하나 더 있어도 같은 경로이다.",
        "A path with one more slash before it is the same path.",
    ),
    "observed",
    SEEN,
)
def a_slash_too_many(target: Target) -> None:
    let_in(target)
    accepted(target.call("GET", "//identity-verifications"))
    login = {"apiSecret": target.api_secret}
    accepted(target.call("POST", "//login/api-secret", authorization=None, body=login))


@contract(
    "TRANSPORT-04",
    Text(
        "경로 끝에 ?만 있어도 같은 경로이다.",
        "A path that ends in a bare question mark is the same path.",
    ),
    "sdk",
    SDKS,
)
def a_bare_question_mark(target: Target) -> None:
    let_in(target)
    known = known_or_unknown(target)
    with_mark = target.call("GET", f"/identity-verifications/{quote(known, safe='')}?")
    same(READS, (with_mark.status, with_mark.object()), _told(target.read(known)))
    accepted(target.call("GET", "/identity-verifications?"))


@contract(
    "TRANSPORT-05",
    Text(
        "퍼센트 인코딩한 글자와 그대로 쓴 글자는 같은 아이디이다.",
        "An id is the same whether or not its letters and digits are percent-encoded.",
    ),
    "observed",
    SEEN,
    needs=[Need.RECORDS],
)
def encoded_letters(target: Target) -> None:
    known = prepared(target, "VERIFIED")
    path = "".join(f"%{byte:02X}" for byte in known.encode())
    same(READS, _told(target.call("GET", f"/identity-verifications/{path}")), (200, record(target, known)))


@contract(
    "TRANSPORT-06",
    Text(
        "조회는 Content-Type이나 본문이 있어도 결과가 같다.",
        "A read is answered alike with a Content-Type, and with a body.",
    ),
    "sdk",
    SDKS,
    needs=[Need.RECORDS],
)
def a_read_with_a_body(target: Target) -> None:
    known = prepared(target, "VERIFIED")
    plain = record(target, known)
    with_type = target.read(known, headers={"Content-Type": "application/json"})
    same(READS, _told(with_type), (200, plain))
    same(READS, _told(target.read(known, body={})), (200, plain))


@contract(
    "TRANSPORT-07",
    Text(
        "로그인과 재발급은 Authorization 헤더를 보지 않는다.",
        "A login or refresh does not look at an Authorization header.",
    ),
    "sdk",
    SDKS,
)
def logins_with_a_credential(target: Target) -> None:
    wrong = "PortOne wrong-secret"
    login = {"apiSecret": target.api_secret}
    answer = target.call("POST", "/login/api-secret", authorization=wrong, body=login)
    accepted(answer)
    refresh = {"refreshToken": tokens_of(answer).refresh}
    accepted(target.call("POST", "/token/refresh", authorization=wrong, body=refresh))


@contract(
    "TRANSPORT-08",
    Text("모든 응답의 Content-Type은 JSON이다.", "Every answer says that it is JSON."),
    "openapi",
    OPENAPI,
)
def everything_is_json(target: Target) -> None:
    let_in(target)
    for answer in (target.list(), target.read(target.fresh_id()), target.list(authorization=None)):
        _says_json(answer)
    if not target.rules.read_only:
        _says_json(target.log_in())


@contract(
    "TRANSPORT-09",
    Text(
        "JSON 객체가 아닌 본문은 400 INVALID_REQUEST이다.",
        "A body that is no JSON object is 400 INVALID_REQUEST.",
    ),
    "assumed",
    OPENAPI.and_("무엇이 400인지는 적혀 있지 않음", "what exactly is a 400, it does not say"),
    given=broken_bodies,
)
def bodies_that_are_no_object(target: Target, body: WrongBody) -> None:
    let_in(target)
    for path in ("/login/api-secret", "/token/refresh"):
        refused(target.call("POST", path, authorization=None, content=body.content), 400, "INVALID_REQUEST")
    path = f"/identity-verifications/{target.fresh_id()}/confirm"
    refused(target.call("POST", path, content=body.content), 400, "INVALID_REQUEST")


@contract(
    "TRANSPORT-10",
    Text(
        "본문은 길이를 미리 말하지 않고 조각으로 보내도 읽는다.",
        "A body is read although it comes in chunks, its length untold.",
    ),
    "assumed",
    Text("HTTP 자체의 규칙(포트원 문서에는 없음)", "HTTP itself; no document of PortOne's"),
)
def bodies_in_chunks(target: Target) -> None:
    text = f'{{"apiSecret": "{target.api_secret}"}}'.encode()
    chunks = (text[at : at + 7] for at in range(0, len(text), 7))
    answer = target.call("POST", "/login/api-secret", authorization=None, content=chunks)
    accepted(answer)
    tokens_of(answer)


@contract(
    "TRANSPORT-11",
    Text(
        "그 경로에 없는 메서드는 다른 오류와 같은 형식으로 거절한다.",
        "A method that an operation does not have is refused, with an error of the usual shape.",
    ),
    "assumed",
    NOBODY,
)
def methods_that_nobody_has(target: Target) -> None:
    let_in(target)
    for method, path in (("DELETE", f"/identity-verifications/{target.fresh_id()}"), ("PUT", "/login/api-secret")):
        answer = target.call(method, path, body={})
        if answer.status not in (404, 405) or answer.type() is None:
            raise ContractBroken(answer.told(), Text("type이 있는 405나 404", "405 or 404 with a type"))


@contract(
    "TRANSPORT-13",
    Text(
        "아무 경로도 아닌 곳의 요청은 404이고, 다른 오류와 같은 형식이다.",
        "A call of a path that is none is 404, with an error of the usual shape.",
    ),
    "assumed",
    NOBODY,
)
def paths_that_are_none(target: Target) -> None:
    let_in(target)
    for path in ("/identity-verification", f"/identity-verifications/{target.fresh_id()}/verify", "/login"):
        answer = target.call("GET", path)
        if answer.status != 404 or answer.type() is None:
            raise ContractBroken(answer.told(), Text("type이 있는 404", "404 with a type"))


@contract(
    "TRANSPORT-14",
    Text(
        "2 MiB인 본문은 413으로 거절하고, 다른 오류와 같은 형식이다.",
        "A body of 2 MiB is refused with 413, and an error of the usual shape.",
    ),
    "assumed",
    NOBODY,
)
def bodies_that_are_too_large(target: Target) -> None:
    content = b'{"apiSecret": "' + b"a" * (2 << 20) + b'"}'
    answer = target.call("POST", "/login/api-secret", authorization=None, content=content)
    if answer.status != 413 or answer.type() is None:
        raise ContractBroken(answer.told(), Text("type이 있는 413", "413 with a type"))


@contract(
    "TRANSPORT-12",
    Text(
        "본문의 글자는 \\u로 적든 UTF-8로 적든 같은 글자이다.",
        "A letter in a body is the same whether written in UTF-8 or as an escape.",
    ),
    "assumed",
    Text("JSON 자체의 규칙(포트원 문서에는 없음)", "JSON itself; no document of PortOne's"),
    needs=[Need.SENDING],
)
def letters_in_both_writings(target: Target) -> None:
    for as_ascii in (True, False):
        id_ = target.fresh_id()
        body = {**send_body(target), "customData": "본인인증 ✓ 😀"}
        content = json.dumps(body, ensure_ascii=as_ascii).encode()
        accepted(target.call("POST", f"/identity-verifications/{id_}/send", content=content))
        same(
            Text("보낸 customData와 보여 준 customData", "the customData sent and shown"),
            record(target, id_).get("customData"),
            body["customData"],
        )


def _told(answer: Answer) -> tuple[int, dict[str, Any] | None]:
    return answer.status, answer.object()


def _says_json(answer: Answer) -> None:
    if "json" not in answer.content_type.lower():
        raise ContractBroken(f"{answer.told()}: {answer.content_type or '–'}", "Content-Type: application/json")
