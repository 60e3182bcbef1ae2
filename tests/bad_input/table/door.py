"""Hosts and origins that must not come in, and what is not HTTP at all."""

from typing import Final

from ..request import Request, Row
from .shapes import ID, SECRET, TWICE, UNKNOWN_SECRET, at_host, login, read

HEALTH: Final = b"GET /_mock/health HTTP/1.1\r\nHost: localhost\r\n"
LOGIN: Final = b"POST /login/api-secret HTTP/1.1\r\nHost: localhost\r\n"
EVIL: Final = b"https://evil.example"
FROM_A_LINK: Final = ((b"Sec-Fetch-Site", b"cross-site"), (b"Sec-Fetch-Mode", b"navigate"))
LOCAL: Final = b"http://localhost:3000"


def _host(host: str, proposed: str | None = None, sent: bytes | None = None) -> Row:
    message = (
        f"The host {host!r} is not one this mock answers to: any public name could be pointed at this machine. "
        f"If it is yours, start the mock with --allowed-host {proposed or host}."
    )
    request = at_host(host.encode() if sent is None else sent)
    return Row(f"Host: {host[:40]}", request, 421, "MOCK_HOST_NOT_ALLOWED", message)


def _page(name: str, request: Request, whose: str, proposed: str = "ORIGIN") -> Row:
    message = (
        f"Requests sent by {whose} are not answered, so that no web page can drive the mock of a developer who visits "
        "it. PortOne's REST API is called by servers; if this page is yours, start the mock with --allow-origin "
        f"{proposed}."
    )
    return Row(name, request, 403, "FORBIDDEN", message)


def _origin(origin: str, proposed: str = "ORIGIN") -> Row:
    return _page(f"Origin: {origin}", read(ID, (b"Origin", origin.encode())), f"the origin {origin!r}", proposed)


def _raw(name: str, data: bytes, reason: str) -> Row:
    return Row(name, data, 400, "INVALID_REQUEST", reason, headers={"connection": "close"})


def _parser(name: str, data: bytes, reason: str) -> Row:
    way_out = "send a line such as 'GET /path HTTP/1.1', headers, an empty line."
    return _raw(name, data, f"This is not HTTP/1.1 ({reason}); {way_out}")


def _large(name: str, data: bytes) -> Row:
    message = "The request line and headers are over 32768 bytes; keep them within 32768 bytes."
    return Row(name, data, 431, "MOCK_HEADERS_TOO_LARGE", message, headers={"connection": "close"})


HOSTS: Final = (
    _host("evil.example"),
    _host("attacker.com:8585", "attacker.com"),
    _host("127.0.0.1.nip.io"),
    _host("localhost.evil.example"),
    _host("evil.example.", "evil.example"),
    _host("api.portone.io.evil.example"),
    _host("", "NAME"),
    _host("[::1", "NAME"),
    _host("[evil.example]", "NAME"),
    _host("localhost:http", "NAME"),
    _host("localhost@evil.example", "NAME"),
    _host("localhost, evil.example", "NAME"),
    _host("\xec\xb0\xa8.example", "NAME", sent="차.example".encode()),
    Row(
        "no Host", Request("GET", b"/_mock/health", host=False), 400, "INVALID_REQUEST",
        "There is no Host header; HTTP/1.1 wants one, such as localhost.",
    ),
    Row("Host twice", at_host(b"localhost", (b"Host", b"localhost")), 400, "INVALID_REQUEST", TWICE),
    Row(
        "a whole address with another Host", b"GET http://localhost/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        400, "INVALID_REQUEST", TWICE,
    ),
    Row(
        "a whole address with a foreign host", b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        421, "MOCK_HOST_NOT_ALLOWED", _host("evil.example").message,
    ),
)  # fmt: skip

PAGES: Final = (
    _origin("https://evil.example", "https://evil.example"),
    _origin("http://localhost.evil.example", "http://localhost.evil.example"),
    _origin("http://localhost@evil.example"),
    _origin("null"),
    _origin(""),
    _origin("file://"),
    _origin("http://["),
    _page(
        "a login by a foreign page", login(b'{"apiSecret":"mock-api-secret"}', (b"Origin", EVIL)),
        "the origin 'https://evil.example'", "https://evil.example",
    ),
    _page(
        "a foreign page's preflight",
        read(ID, (b"Origin", EVIL), (b"Access-Control-Request-Method", b"GET"), method="OPTIONS"),
        "the origin 'https://evil.example'", "https://evil.example",
    ),
    _page("a foreign page's reset", Request("POST", b"/_mock/reset", ((b"Origin", b"null"),)), "the origin 'null'"),
    _page("cross-site without Origin", read(ID, (b"Sec-Fetch-Site", b"cross-site")), "a cross-site page"),
    _page("same-site without Origin", read(ID, (b"Sec-Fetch-Site", b"same-site")), "a same-site page"),
    _page(
        "a link to a record", read(ID, *FROM_A_LINK),
        "a cross-site page",
    ),
    _page(
        "a form sent to the root", Request("POST", b"/", FROM_A_LINK),
        "a cross-site page",
    ),
    Row(
        "a local page reads the refusal",
        Request("GET", ID, ((b"Authorization", SECRET + b"x"), (b"Origin", LOCAL)), b""),
        401, "UNAUTHORIZED", UNKNOWN_SECRET, headers={"access-control-allow-origin": LOCAL.decode(), "vary": "Origin"},
    ),
)  # fmt: skip

WIRE: Final = (
    _raw(
        "a TLS handshake", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x07" * 500,
        "A TLS handshake came to a plain HTTP port; write http:// where the base URL has https://.",
    ),
    _raw(
        "HTTP/2 at once", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "HTTP/2 was spoken without asking; this server speaks HTTP/1.1, so switch HTTP/2 prior knowledge off.",
    ),
    _raw(
        "CONNECT", b"CONNECT api.portone.io:443 HTTP/1.1\r\nHost: api.portone.io:443\r\n\r\n",
        "CONNECT asks for a proxy, which this server is not; send the request itself to it.",
    ),
    _raw(
        "an address without a path", b"GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "The request target cannot be read; send a path that starts with /, percent-encoded to plain ASCII.",
    ),
    _parser("garbage", b"\x00\x01\x02\x03\r\n\r\n", "Invalid method encountered"),
    _parser("an SSH banner", b"SSH-2.0-OpenSSH_9.6\r\n", "Invalid method encountered"),
    _parser("get", b"get /_mock/health HTTP/1.1\r\nHost: localhost\r\n\r\n", "Invalid method encountered"),
    _parser("a space in the target", b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n", "Expected HTTP/, RTSP/ or ICE/"),
    _parser("a raw Korean target", "GET /가 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), "Invalid char in url path"),
    _parser("HTTP/3", b"GET / HTTP/3\r\nHost: localhost\r\n\r\n", "Expected dot"),
    _parser("a header without a colon", HEALTH + b"X\r\n\r\n", "Invalid header token"),
    _parser("a header without a name", HEALTH + b": a\r\n\r\n", "Invalid header token"),
    _parser("a folded header", HEALTH + b"X: a\r\n b\r\n\r\n", "Unexpected whitespace after header value"),
    _parser("bare line feeds", b"GET / HTTP/1.1\nHost: localhost\n\n", "Expected CRLF after version"),
    _parser("a bare line feed", HEALTH + b"X: a\n\r\n", "Missing expected CR after header value"),
    _parser("a bare carriage return", HEALTH + b"X: a\rY: b\r\n\r\n", "Missing expected LF after header value"),
    _parser(
        "length and chunks", LOGIN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding can't be present with Content-Length",
    ),
    _parser(
        "chunks and length", LOGIN + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length can't be present with Transfer-Encoding",
    ),
    _parser(
        "two lengths", LOGIN + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", "Duplicate Content-Length"
    ),
    _parser("a negative length", LOGIN + b"Content-Length: -1\r\n\r\n", "Invalid character in Content-Length"),
    _parser("a signed length", LOGIN + b"Content-Length: +2\r\n\r\n{}", "Invalid character in Content-Length"),
    _parser("a list of lengths", LOGIN + b"Content-Length: 2, 2\r\n\r\n{}", "Invalid character in Content-Length"),
    _parser("a length of 23 digits", LOGIN + b"Content-Length: " + b"9" * 23 + b"\r\n\r\n", "Content-Length overflow"),
    _parser(
        "a space before the colon", LOGIN + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "Invalid header field char"
    ),
    _parser(
        "gzip as framing", LOGIN + b"Transfer-Encoding: gzip\r\n\r\n", "Request has invalid `Transfer-Encoding`"
    ),
    _parser(
        "chunked is not the last coding",
        LOGIN + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Invalid `Transfer-Encoding` header value",
    ),
    _parser(
        "a negative chunk", LOGIN + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", "Invalid character in chunk size"
    ),
    _parser("a chunk of 17 digits", LOGIN + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 17, "Chunk size overflow"),
    _large("a header of 33,000 bytes", HEALTH + b"X: " + b"a" * 33_000 + b"\r\n\r\n"),
    _large("9,000 headers", HEALTH + b"X: a\r\n" * 9_000 + b"\r\n"),
    _large("a target of 40,000 bytes", b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
)  # fmt: skip
