"""Ids, stores, methods and paths that are not there."""

from typing import Final
from unittest.mock import ANY

from ..request import Request, Row
from .shapes import ID, OWN_STORE, READ_PATH, REAL, post, read

IDS: Final = b"/identity-verifications/"
ENCODING: Final = (
    "경로의 아이디가 UTF-8로 퍼센트 인코딩되어 있지 않습니다. encodeURIComponent 같은 함수로 인코딩하세요."
)
LONG: Final = "본인인증 아이디가 너무 깁니다(201자). 200자까지만 쓸 수 있습니다."
FOREIGN: Final = f"이 인증 정보로는 그 상점에 접근할 수 없습니다. 접근할 수 있는 상점 아이디: {OWN_STORE}"
REPEATED: Final = "storeId 파라미터가 두 번 이상 왔습니다. 한 번만 보내세요."


def _no_record(name: str, id_: bytes, shown: str, near: str | None = None) -> Row:
    hint = f" 가장 비슷한 아이디: {near}" if near else ""
    message = f"본인인증 내역을 찾을 수 없습니다: '{shown}'.{hint}"
    return Row(name, read(IDS + id_), 404, "IDENTITY_VERIFICATION_NOT_FOUND", message)


def _no_path(name: str, request: Request, path: str, near: str | None, **details: object) -> Row:
    if near is None:
        return Row(name, request, 404, "MOCK_NOT_FOUND", f"There is nothing at {path}. /openapi.json lists the paths.")
    message = f"There is nothing at {path}. The nearest path is {near}."
    return Row(name, request, 404, "MOCK_NOT_FOUND", message, {"nearest": near, **details})


def _no_control_path(name: str, path: str, near: str) -> Row:
    return _no_path(name, Request("GET", path.encode()), path, near, known=ANY)  # it grows with every path


def _elsewhere(name: str, request: Request, segment: str) -> Row:
    message = (
        f"/{segment} belongs to PortOne but not to identity verification, and this mock serves that only. Give the "
        "identity verification client this base URL and leave the other clients theirs."
    )
    return Row(name, request, 501, "MOCK_NOT_SUPPORTED", message)


def _method(method: str, target: bytes, allowed: str) -> Row:
    message = f"{method} is not a method of this path; it takes {allowed}."
    name = f"{method} {target.decode()}"
    return Row(name, Request(method, target), 405, "MOCK_METHOD_NOT_ALLOWED", message, headers={"allow": allowed})


def _store(name: str, query: bytes, status: int, type_: str, message: str) -> Row:
    return Row(f"storeId: {name}", read(ID + b"?" + query), status, type_, message)


PATHS: Final = (
    _no_record("an unknown id", b"nobodys-1", "nobodys-1"),
    _no_record("a slip in an id", b"idv-adlt", "idv-adlt", "idv-adult"),
    _no_record("an id in other case", b"IDV-ADULT", "IDV-ADULT", "idv-adult"),
    _no_record("an encoded slash", b"a%2Fb", "a/b"),
    _no_record("dots", b"..", ".."),
    _no_record("encoded dots", b"%2e%2e", ".."),
    _no_record("an encoded NUL", b"%00", "\0"),
    _no_record("an encoded line end", b"a%0d%0aX-A:%20b", "a\r\nX-A: b"),
    _no_record("markup", b"%3Cscript%3E", "<script>"),
    _no_record("no percent escape", b"a%zz", "a%zz"),
    _no_record("a Korean id", b"%EA%B0%80", "가"),
    _no_record("a variant of nobody", b"idv-nobody~1", "idv-nobody~1"),
    Row("an id of 201 characters", read(IDS + b"a" * 201), 404, "IDENTITY_VERIFICATION_NOT_FOUND", LONG),
    Row("201 Korean characters", read(IDS + b"%EA%B0%80" * 201), 404, "IDENTITY_VERIFICATION_NOT_FOUND", LONG),
    Row("an id that is no UTF-8", read(IDS + b"%ff%fe"), 400, "INVALID_REQUEST", ENCODING),
    Row("an encoded surrogate", read(IDS + b"%ed%a0%80"), 400, "INVALID_REQUEST", ENCODING),
    Row("an overlong slash", read(IDS + b"%c0%af"), 400, "INVALID_REQUEST", ENCODING),
    _store("foreign", b"storeId=store-somebodys", 403, "FORBIDDEN", FOREIGN),
    _store("another sandbox's", b"storeId=<<other store>>", 403, "FORBIDDEN", FOREIGN),
    _store("no UTF-8", b"storeId=%ff", 403, "FORBIDDEN", FOREIGN),
    _store("a real-looking secret", b"storeId=" + REAL, 403, "FORBIDDEN", FOREIGN),
    _store("repeated", b"storeId=a&storeId=" + OWN_STORE.encode(), 400, "INVALID_REQUEST", REPEATED),
    _store("repeated, first empty", b"storeId=&storeId=" + OWN_STORE.encode(), 400, "INVALID_REQUEST", REPEATED),
    _no_path("a slash after an id", read(ID + b"/"), f"{ID.decode()}/", READ_PATH),
    _no_path("a segment after an id", read(ID + b"/x/y"), f"{ID.decode()}/x/y", READ_PATH),
    _no_path("slashes within", read(IDS + b"/idv-adult"), "/identity-verifications//idv-adult", READ_PATH),
    _no_path("singular", read(b"/identity-verification/a"), "/identity-verification/a", READ_PATH),
    _no_path("a prefix", read(b"/api" + ID), f"/api{ID.decode()}", READ_PATH),
    _no_path("a slip at the end", read(ID + b"/confrim"), f"{ID.decode()}/confrim", f"{READ_PATH}/confirm"),
    _no_path("an underscore", post(b"/login/api_secret", b"{}"), "/login/api_secret", "/login/api-secret"),
    _no_path("a path in other case", post(b"/Token/Refresh", b"{}"), "/Token/Refresh", "/token/refresh"),
    _no_path("a slash after a path", post(b"/token/refresh/", b"{}"), "/token/refresh/", "/token/refresh"),
    _no_path("far from everything", read(b"/favicon.ico"), "/favicon.ico", None),
    _no_path("up and away", read(b"/%2e%2e/etc/passwd"), "/../etc/passwd", None),
    _no_path("only a star", Request("OPTIONS", b"*"), "/*", None),
    _no_control_path("a slip in a control path", "/_mock/helth", "/_mock/health"),
    _no_control_path("a slash after a control path", "/_mock/health/", "/_mock/health"),
    _no_control_path("too many segments", "/_mock/verifications/a/b", "/_mock/verifications"),
    Row("a path that is no UTF-8", read(b"/%ff"), 400, "INVALID_REQUEST", ENCODING),
    _elsewhere("payments", read(b"/payments/a"), "payments"),
    _elsewhere("payments, two slashes", read(b"//payments/a"), "payments"),
    _elsewhere("billing keys", post(b"/billing-keys", b"{}"), "billing-keys"),
    _elsewhere("V1's certifications", read(b"/certifications/imp_1"), "certifications"),
    _elsewhere("V1's login", post(b"/users/getToken", b"{}"), "users"),
    _elsewhere("the login of 2023-05", post(b"/v2/signin/api-key", b"{}"), "v2"),
    _method("POST", ID, "GET"),
    _method("HEAD", ID, "GET"),
    _method("OPTIONS", ID, "GET"),
    _method("TRACE", ID, "GET"),
    _method("GET", b"/login/api-secret", "POST"),
    _method("PATCH", b"/login/api-key", "POST"),
    _method("PUT", b"/token/refresh", "POST"),
    _method("DELETE", b"/openapi.json", "GET"),
    _method("HEAD", b"/_mock/people", "GET, POST"),
    _method("PATCH", b"/_mock/verifications/a", "DELETE, GET, PUT"),
    _method("POST", b"/_mock/sandbox", "DELETE, GET"),
)  # fmt: skip
