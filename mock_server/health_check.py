"""Asking a running mock whether it works, for `portone-mock health` and container health checks.

Lives here: one request with the standard library, because nothing else is installed for sure. May not: printing.
"""

import json
import urllib.error
import urllib.request

TIMEOUT = 5.0


def check(url: str) -> tuple[bool, str]:
    """Whether the mock at `url` is healthy, and one line about it."""
    target = f"{url.rstrip('/')}/_mock/health"
    if not target.startswith(("http://", "https://")):
        return False, f"{url} is no address: write http://HOST:PORT"
    try:
        # A proxy of the environment's has no business between a health check and its own machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(target, timeout=TIMEOUT) as response:
            body = json.load(response)
    except urllib.error.HTTPError as error:
        return False, f"{url} answers {error.code}: {error.read(300).decode('utf-8', 'replace')}"
    except (OSError, ValueError) as error:
        return False, f"{url} cannot be asked: {getattr(error, 'reason', error)}"
    if not isinstance(body, dict) or body.get("status") != "ok" or "store" not in body:
        return False, f"{url} answers, but is no portone-mock: {str(body)[:200]}"
    return True, f"{url} is healthy: portone-mock {body['version']}, store {body['store']}"
