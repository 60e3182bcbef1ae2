"""Asking a running mock for its present world as a scenario file, for `portone-mock scenarios export`.

Lives here: one request with the standard library, as a health check's. May not: printing, writing the file's text.
"""

import json
import urllib.error
import urllib.request
from typing import Final

from .guard import ADMIN_HEADER

TIMEOUT: Final = 10.0


class ExportError(Exception):
    """Why there is no file, in one line."""


def exported(url: str, secret: str | None = None, token: str | None = None) -> str:
    """The scenario of the sandbox of that API secret, else of the default one; ExportError where it cannot be had."""
    if not url.startswith(("http://", "https://")):
        raise ExportError(f"{url} is no address: write http://HOST:PORT")
    headers = {"Authorization": f"PortOne {secret}"} if secret else {}
    if token:
        headers[ADMIN_HEADER.decode()] = token
    target = f"{url.rstrip('/')}/_mock/scenario"
    request = urllib.request.Request(target, headers=headers)  # noqa: S310 -- the scheme was looked at above
    # A proxy of the environment's has no business between this machine and its own mock.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            if response.headers.get_content_type() != "application/yaml":
                raise ExportError(f"{url} answers, but is no portone-mock")
            return str(response.read().decode())
    except urllib.error.HTTPError as error:
        raise ExportError(f"{url} answers {error.code}: {_said(error.read(2_000))}") from None
    except (OSError, ValueError) as error:
        raise ExportError(f"{url} cannot be asked: {getattr(error, 'reason', error)}") from None


def _said(body: bytes) -> str:
    """The mock's own sentence, or the beginning of what came."""
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return " ".join(body[:300].decode("utf-8", "replace").split())
