"""The way in where the tester's paths need a token: `/_mock/?token=T` once, a cookie from then on.

Lives here: turning the token into the cookie, and the address without it. May not: comparing anything (guard.py).
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from ..answer import Answer
from ..guard import Guard
from .frame_headers import SAFE

TOKEN: Final = "token"  # noqa: S105 - a parameter's name


def enter(guard: Guard, asked: Mapping[str, str], root: str) -> Answer:
    """303 to the console without the token, with the cookie where one is needed; Refusal for another token."""
    rest = {name: value for name, value in asked.items() if name != TOKEN}
    location = root + (f"?{urlencode(rest)}" if rest else "")
    headers = [*SAFE, (b"location", location.encode("ascii")), (b"referrer-policy", b"no-referrer")]
    if TOKEN in asked and (cookie := guard.console_cookie(asked[TOKEN])) is not None:
        headers.append((b"set-cookie", cookie))
    return Answer(303, b"", headers=tuple(headers))
