"""Where a browser is sent with a result: which targets are allowed, and how the result is written into the query.

Lives here: checking a `redirectUrl` and writing to it. May not: when a result travels this way (browser_request.py).
The rules are those that PortOne's mobile SDKs read by; see `redirect_to`.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from .text import particle
from .wording import shown, unfit

# Schemes whose targets run or read something of the browser itself.
FORBIDDEN: Final = ("javascript", "data", "vbscript", "file", "blob")
LONGEST_URL: Final = 8_192
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers drop tabs and line breaks inside a URL and spaces around it, so `java\tscript:` is a script.
_UNCLEAN: Final = re.compile(r"[\x00-\x20\x7f]")
_AT: Final = "redirectUrl"


def check_redirect_url(value: object) -> str:
    """The target as text; Refusal (INVALID_REQUEST) for what is no absolute http(s) or app URL."""
    if not isinstance(value, str) or not value:
        raise unfit(
            _AT,
            f"redirectUrl은 주소 문자열이어야 하는데 {particle(shown(value), '이/가')} 왔습니다.",
            "it must be a URL as a string",
        )
    if len(value) > LONGEST_URL or _UNCLEAN.search(value):
        raise unfit(
            _AT,
            f"redirectUrl에 공백이나 제어 문자가 있거나 {LONGEST_URL}자를 넘습니다. 공백은 %20으로 쓰세요.",
            f"it holds spaces or control characters, or is longer than {LONGEST_URL}",
        )
    scheme = _SCHEME.match(value)
    if scheme is None:
        raise unfit(
            _AT,
            f"redirectUrl은 https://… 나 앱 스킴(portone://…)처럼 스킴으로 시작해야 합니다: {shown(value)}",
            f"it must be absolute: https://… or an app's scheme, not {shown(value)}",
        )
    if scheme[1].lower() in FORBIDDEN:
        raise unfit(
            _AT,
            f"{scheme[1]}: 주소로는 이동하지 않습니다. http(s)나 앱 스킴을 쓰세요.",
            f"{scheme[1]}: is never followed ({', '.join(FORBIDDEN)}); use http(s) or an app's scheme",
        )
    if scheme[1].lower() in ("http", "https") and not _has_host(value):
        raise unfit(
            _AT,
            f"redirectUrl에 호스트가 없습니다: {shown(value)}. https://example.com/done 처럼 쓰세요.",
            f"{shown(value)} has no host",
        )
    return value


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def redirect_to(url: str, result: Mapping[str, str]) -> str:
    """The URL that carries a result: its members as further query parameters, and no fragment.

    React Native splits by `=` and `?` and drops what follows a second one, so everything but letters, digits and
    `-._~` is percent-encoded, a space as %20. A fragment of `url` would end up in the last value there: it goes.
    """
    target, _, _ = url.partition("#")
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in result.items())
    joint = "" if target.endswith(("?", "&")) else "&" if "?" in target else "?"
    return f"{target}{joint}{query}"
