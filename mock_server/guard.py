"""The door: which hosts and origins are answered at all, and who may use the tester's paths.

Lives here: Guard. May not: credentials of sandboxes (api/credentials.py), limits of the wire (wire.py).
A web page that a developer visits must not drive the mock on that machine: names that anybody can point at 127.0.0.1
(DNS rebinding) and requests that another site's page sends are refused before anything changes.
"""

import hmac
import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from .call import Call
from .domain.errors import Refusal
from .settings import Settings, is_loopback

# Names that only a private network resolves, and PortOne's own two for those who redirect them here.
_PRIVATE_SUFFIXES: Final = (".localhost", ".local", ".internal", ".test", ".svc.cluster.local")
_PORTONE: Final = frozenset(("api.portone.io", "cdn.portone.io"))
_NAME: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})", re.ASCII)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[^:\[\]]*)(?::(\d{1,5}))?", re.ASCII)
# Origins that --allow-origin takes; no other is proposed.
_ORIGIN: Final = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:\d{1,5})?", re.ASCII)
# The browser script's own calls: any page may make them, since they know no secrets.
BROWSER: Final = b"/browser/"
# The script itself, in its two builds: any page may load it.
BROWSER_SDK: Final = frozenset((b"/v2/browser-sdk.js", b"/v2/browser-sdk.esm.js"))
# Pages that change nothing when they are read, and that no page may frame.
CONSOLE: Final = b"/_mock/console/"
ADMIN_HEADER: Final = b"mock-admin-token"
REMEMBERED: Final = 1_000


class Guard:
    """Decides by Host, Origin, Sec-Fetch-Site and Mock-Admin-Token."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._allowed = {host.lower().rstrip(".") for host in settings.allowed_hosts}
        if settings.public_url:
            self._allowed.add((urlsplit(settings.public_url).hostname or "").lower())
        self._origins = {*settings.allow_origins, *([settings.public_url] if settings.public_url else [])}
        # Host headers that were found good, so that the hot path is one look-up.
        self._good: set[bytes] = set()

    def check(self, call: Call) -> str | None:
        """Refusal for a call that may not come in; the origin to grant CORS to, if any, for one that may."""
        host = call.headers.get(b"host")
        if host not in self._good:
            self._check_host(host, call)
        granted = None
        if call.path.startswith(BROWSER) or call.path in BROWSER_SDK:
            granted = "*" if b"origin" in call.headers else None
        elif (origin := call.headers.get(b"origin")) is not None:
            granted = self._check_origin(origin.decode("latin-1"), host)
        elif (site := call.headers.get(b"sec-fetch-site")) not in (None, b"same-origin", b"none"):
            self._check_site(call, site or b"")
        if call.repeated:
            raise Refusal(
                "INVALID_REQUEST",
                "Host (a whole address as target counts as one), Authorization or Idempotency-Key came twice; "
                "send each of them once.",
            )
        return granted

    def _check_host(self, header: bytes | None, call: Call) -> None:
        if header is None:
            if call.http_version == "1.1":
                raise at_the_door("INVALID_REQUEST", "There is no Host header; HTTP/1.1 wants one, such as localhost.")
            return
        text = header.decode("latin-1")
        match = _HOST.fullmatch(text)
        name = match[1].lower().rstrip(".") if match else ""
        if not match or not self._is_ours(name):
            proposed = name if _NAME.fullmatch(name) else "NAME"
            raise at_the_door(
                "MOCK_HOST_NOT_ALLOWED",
                f"The host {text[:100]!r} is not one this mock answers to: any public name could be pointed at this "
                f"machine. If it is yours, start the mock with --allowed-host {proposed}.",
            )
        if len(self._good) < REMEMBERED:
            self._good.add(header)

    def _is_ours(self, name: str) -> bool:
        if name in self._allowed or name in _PORTONE or name.endswith(_PRIVATE_SUFFIXES):
            return True
        if _is_address(name.strip("[]")):
            return True
        return "." not in name and _NAME.fullmatch(name) is not None

    def _check_site(self, call: Call, site: bytes) -> None:
        """Requests of other sites' pages that carry no Origin: navigations to pages of ours are let through.

        A tab is; a frame is not, in which somebody could be made to click.
        """
        navigation = call.method == "GET" and call.headers.get(b"sec-fetch-mode") == b"navigate"
        if call.headers.get(b"sec-fetch-dest") not in (None, b"document"):
            navigation = False
        if navigation and (call.path in (b"/", b"/_mock/", b"/_mock") or call.path.startswith(CONSOLE)):
            return
        raise _foreign(f"a {site.decode('latin-1')[:20]} page")

    def _check_origin(self, origin: str, host: bytes | None) -> str | None:
        if host is not None and origin.split("://", 1)[-1] == host.decode("latin-1"):
            return None
        if origin in self._origins or _is_loopback_origin(origin):
            return origin
        raise _foreign(f"the origin {origin[:100]!r}", origin)

    def check_console(self, call: Call, listening: str | None) -> None:
        """Refusal for a page of the console without its cookie, where one is needed, or posted by another origin.

        A page of any other origin is refused, loopback's included: the cookie comes along from there.
        """
        if call.method != "GET":
            origin, host = call.headers.get(b"origin"), call.headers.get(b"host", b"")
            own = origin is None or origin.split(b"://", 1)[-1] == host
            if not own or call.headers.get(b"sec-fetch-site") not in (None, b"same-origin", b"none"):
                raise _foreign("another page than the console's own")
        if not self._knows_cookie(call.headers.get(b"cookie", b"")):
            self.check_control(call, listening)

    def _knows_cookie(self, header: bytes) -> bool:
        name, value = _cookie(self._settings.admin_token or "")
        given = (part.strip().partition(b"=") for part in header.split(b";"))
        # Every cookie of that name is compared: another page of this host may have set one as well.
        known = [hmac.compare_digest(each[2], value) for each in given if each[0] == name]
        return bool(self._settings.admin_token) and any(known)

    def console_cookie(self, token: str) -> bytes | None:
        """Set-Cookie for whoever has the admin token; None where none is needed, Refusal for another one."""
        wanted = self._settings.admin_token
        if wanted is None:
            return None
        if not hmac.compare_digest(token.encode(errors="surrogatepass"), wanted.encode()):
            raise Refusal(
                "UNAUTHORIZED",
                "This is not the admin token of this mock; it was given as --admin-token, or printed at the start.",
                ko="이 모의 서버의 관리자 토큰이 아닙니다. --admin-token으로 준 값이거나, 시작할 때 출력한 값입니다.",
            )
        name, value = _cookie(wanted)
        secure = b"; Secure" if (self._settings.public_url or "").startswith("https:") else b""
        return name + b"=" + value + b"; Path=/_mock/; HttpOnly; SameSite=Strict" + secure

    def check_control(self, call: Call, listening: str | None) -> None:
        """Refusal (UNAUTHORIZED) for a tester's call without the admin token, where one is needed.

        `listening` is the address that the call came in by, which counts where somebody else's server runs this
        application: settings that speak of loopback do not make it so.
        """
        if self._settings.control_is_open and (self._settings.open_control or not _is_public(listening)):
            return
        given = call.headers.get(ADMIN_HEADER, b"")
        wanted = (self._settings.admin_token or "").encode()
        if not wanted or not hmac.compare_digest(given, wanted):
            raise Refusal(
                "UNAUTHORIZED",
                "This mock listens beyond loopback, so its control paths need the header Mock-Admin-Token with the "
                "token that was given or printed at its start (an API secret is no substitute); --open-control "
                "switches this off.",
            )

    def may_drive(self, origin: str | None, call: Call, listening: str | None) -> bool:
        """Whether a page of that origin could make testers' calls itself; without a token, as a page has none.

        What a page that any site may frame offers to its user must not be more than this: a click can be stolen.
        """
        if origin is None:
            return False
        try:
            self.check_control(call, listening)
            self._check_origin(origin, call.headers.get(b"host"))
        except Refusal:
            return False
        return True


def _cookie(token: str) -> tuple[bytes, bytes]:
    """Name and value of the console's cookie: neither gives the token away, and two mocks of one host have two."""
    value = hmac.digest(token.encode(), b"portone-mock console", "sha256").hex()
    return f"portone-mock-{value[:8]}".encode("ascii"), value[8:].encode("ascii")


def at_the_door(type_: str, message: str) -> Refusal:
    """A refusal that is not journalled: whoever may not come in must not push others' rows out either."""
    refusal = Refusal(type_, message)
    refusal.journalled = False
    return refusal


def _foreign(whose: str, origin: str | None = None) -> Refusal:
    option = f"--allow-origin {origin if origin and _ORIGIN.fullmatch(origin) else 'ORIGIN'}"
    return at_the_door(
        "FORBIDDEN",
        f"Requests sent by {whose} are not answered, so that no web page can drive the mock of a developer who visits "
        f"it. PortOne's REST API is called by servers; if this page is yours, start the mock with {option}.",
    )


def _is_public(listening: str | None) -> bool:
    """Whether this is an address that other machines may reach; names come from calls in process."""
    return listening is not None and _is_address(listening) and not is_loopback(listening)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return True


def _is_loopback_origin(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and is_loopback(parts.hostname or "") and not parts.path
    except ValueError:
        return False
