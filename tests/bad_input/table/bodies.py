"""Bodies that are not what PortOne's operations read."""

from typing import Final

from ..request import Request, Row
from .shapes import NO_JSON, TOO_LARGE, UNKNOWN_SECRET, login, post

QUOTED: Final = NO_JSON + '{"이름": "값"}처럼 큰따옴표를 쓴 JSON 객체를 보내세요.'
FORM: Final = NO_JSON + '폼 형식(a=b)이 아니라 {"a": "b"} 형식으로 보내세요.'
EMPTY: Final = "요청 본문이 비어 있습니다. JSON 객체를 보내세요."
DEEP: Final = "요청 본문의 JSON이 너무 깊습니다. 64단계까지만 받습니다."
COMPRESSED: Final = "요청 본문을 압축하지 말고 JSON 그대로 보내세요(Content-Encoding 헤더 없이)."
MIB: Final = 1 << 20


def _invalid(name: str, body: bytes, message: str) -> Row:
    return Row(name, login(body), 400, "INVALID_REQUEST", message)


def _no_object(name: str, body: bytes, kind: str) -> Row:
    return _invalid(name, body, f"요청 본문은 JSON 객체여야 하는데 {kind}이(가) 왔습니다.")


def _not_a_string(name: str, value: bytes) -> Row:
    message = "apiSecret 값이 문자열이 아닙니다. 따옴표로 감싼 문자열이어야 합니다."
    return _invalid(name, b'{"apiSecret":%b}' % value, message)


def _missing(name: str, target: bytes, body: bytes, member: str, others: str) -> Row:
    message = f'요청 본문에 {member} 값이 없습니다(받은 항목: {others}). {{"{member}": "…"}} 형식으로 보내세요.'
    return Row(name, post(target, body), 400, "INVALID_REQUEST", message)


def _too_large(name: str, request: Request, **headers: str) -> Row:
    return Row(name, request, 413, "MOCK_TOO_LARGE", TOO_LARGE, headers=headers)


def _unknown(name: str, body: bytes) -> Row:
    return Row(name, login(body), 401, "UNAUTHORIZED", UNKNOWN_SECRET)


BODIES: Final = (
    _invalid("no body", b"", EMPTY),
    _invalid("white space", b" \r\n\t", EMPTY),
    _invalid("cut JSON", b'{"apiSecret": ', QUOTED),
    _invalid("trailing comma", b'{"apiSecret":"mock-api-secret",}', QUOTED),
    _invalid("single quotes", b"{'apiSecret':'mock-api-secret'}", QUOTED),
    _invalid("two objects", b"{}{}", QUOTED),
    _invalid("NaN", b'{"apiSecret":NaN}', QUOTED),
    _invalid("number out of range", b'{"apiSecret":1e999}', QUOTED),
    _invalid("5,000 digits", b'{"apiSecret":%b}' % (b"1" * 5_000), QUOTED),
    _invalid("half a surrogate pair", b'{"apiSecret":"\\ud800"}', QUOTED),
    _invalid("a raw control character", b'{"apiSecret":"a\nb"}', QUOTED),
    _invalid("XML", b"<apiSecret>mock-api-secret</apiSecret>", QUOTED),
    _invalid("invalid UTF-8", b'{"apiSecret":"\xff\xfe\xfa"}', QUOTED),
    _invalid("BOM", b'\xef\xbb\xbf{"apiSecret":"mock-api-secret"}', NO_JSON + "맨 앞의 BOM을 빼고 보내세요."),
    _invalid("UTF-16", '{"apiSecret":"a"}'.encode("utf-16"), NO_JSON + "UTF-16이 아니라 UTF-8로 보내세요."),
    _invalid("UTF-16 big endian", '{"a":"b"}'.encode("utf-16-be"), NO_JSON + "UTF-16이 아니라 UTF-8로 보내세요."),
    _invalid("EUC-KR", '{"apiSecret":"비밀"}'.encode("euc-kr"), NO_JSON + "EUC-KR(CP949)이 아니라 UTF-8로 보내세요."),
    _invalid("form", b"apiSecret=mock-api-secret", FORM),
    _invalid("multipart", b'--x\r\nContent-Disposition: form-data; name="apiSecret"\r\n\r\na\r\n--x--\r\n', FORM),
    _invalid("65 levels", b'{"a":' * 64 + b"[]" + b"}" * 64, DEEP),
    _invalid("100,000 brackets", b"[" * 100_000, DEEP),
    Row("gzip", login(b"\x1f\x8b\x08", (b"Content-Encoding", b"gzip")), 400, "INVALID_REQUEST", COMPRESSED),
    Row("brotli of nothing", login(b"", (b"Content-Encoding", b"br")), 400, "INVALID_REQUEST", COMPRESSED),
    _no_object("array", b'[{"apiSecret":"mock-api-secret"}]', "배열(array)"),
    _no_object("string", b'"mock-api-secret"', "문자열(string)"),
    _no_object("number", b"12", "숫자(number)"),
    _no_object("null", b"null", "널(null)"),
    _no_object("true", b"true", "참·거짓(boolean)"),
    _not_a_string("apiSecret null", b"null"),
    _not_a_string("apiSecret number", b"12"),
    _not_a_string("apiSecret true", b"true"),
    _not_a_string("apiSecret array", b'["mock-api-secret"]'),
    _not_a_string("apiSecret object", b'{"value":"mock-api-secret"}'),
    _missing("no member", b"/login/api-secret", b"{}", "apiSecret", "아무것도 없음"),
    _missing("other case", b"/login/api-secret", b'{"ApiSecret":"a"}', "apiSecret", "'ApiSecret'"),
    _missing("snake case", b"/login/api-secret", b'{"api_secret":"a"}', "apiSecret", "'api_secret'"),
    _missing("the key's member", b"/login/api-secret", b'{"apiKey":"a"}', "apiSecret", "'apiKey'"),
    _missing("the secret's member", b"/login/api-key", b'{"apiSecret":"a"}', "apiKey", "'apiSecret'"),
    _missing(
        "member of 2023's refresh", b"/token/refresh", b'{"refresh_token":"a"}', "refreshToken", "'refresh_token'"
    ),
    _missing("one level down", b"/token/refresh", b'{"data":{"refreshToken":"a"}}', "refreshToken", "'data'"),
    _unknown("empty apiSecret", b'{"apiSecret":""}'),
    _unknown("unknown apiSecret", b'{"apiSecret":"nobodys"}'),
    _unknown("a space before it", b'{"apiSecret":" mock-api-secret"}'),
    _unknown("a NUL in it", b'{"apiSecret":"mock-api-secret\\u0000"}'),
    _unknown("brackets in a text are no depth", b'{"apiSecret":"%b"}' % (b"[" * 100)),
    _unknown("the second of two members counts", b'{"apiSecret":"mock-api-secret","apiSecret":"nobodys"}'),
    _unknown("an apiSecret of exactly 1 MiB", b'{"apiSecret":"%b"}' % (b"a-" * (MIB // 2 - 8))),
    _too_large("1 MiB and a byte", login(b"a" * (MIB + 1))),
    _too_large("1 MiB and a byte, chunked", login(b"a" * (MIB + 1), chunked=True)),
    _too_large("3 MB", login(b"a" * 3_000_000)),
    _too_large("3 MB, chunked", login(b"a" * 3_000_000, chunked=True)),
    _too_large("20 MB", login(b"a" * 20_000_000), connection="close"),
)
