"""Commands and settings to copy, for the sandbox that is shown.

Lives here: texts for terminals and files. May not: their markup (widgets.py).
"""

import shlex
from typing import Final
from urllib.parse import quote

from ..domain.text import Text
from .html import Html
from .section import Visit
from .widgets import snippet

READ_WITH_CURL: Final = Text("curl로 읽기", "Read it with curl")


def base_url(visit: Visit) -> str:
    """The address of this mock as whoever looks at the console reaches it."""
    host = visit.call.headers.get(b"host", b"localhost").decode("latin-1")
    return visit.mock.settings.public_url or f"http://{host}"


def secret_shown(visit: Visit) -> str | None:
    """The sandbox's API secret, or None for the one that the server was given: whoever gave it has it."""
    is_given = visit.sandbox is visit.mock.sandboxes.default and visit.mock.settings.api_secret is not None
    return None if is_given else visit.sandbox.secret


def curl_of(visit: Visit, path: str) -> str:
    """A curl command that reads this path of PortOne's with the sandbox's secret."""
    secret = secret_shown(visit)
    header = (
        '"Authorization: PortOne $PORTONE_API_SECRET"'
        if secret is None
        else shlex.quote(f"Authorization: PortOne {secret}")
    )
    return f"curl -H {header} {shlex.quote(base_url(visit) + path)}"


def curl_read(visit: Visit, id_: str) -> Html:
    """The command that reads a verification, to copy."""
    return snippet(visit, visit.say(READ_WITH_CURL), curl_of(visit, f"/identity-verifications/{quote(id_, safe='')}"))
