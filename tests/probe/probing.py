"""Probing an application from a test.

Lives here: what a probe of a running application comes to. May not: an application.
"""

import secrets
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

import httpx

from contracts.probe.application import Application, template
from contracts.probe.handshake import shake_hands
from contracts.probe.mock import Mock
from contracts.probe.play import Setting
from contracts.probe.policy import read_policy
from contracts.probe.running import chosen, play_all
from contracts.probe.verdicts import Result
from mock_server.handle import SandboxHandle

START: Final = "POST /identity-verifications/start"


def probed(
    box: SandboxHandle,
    url: str,
    *,
    start: str | None = None,
    policy: str = "sign-up",
    promises: Mapping[str, Any] | None = None,
    only: str = "",
    slow: bool = False,
    **reading: Any,
) -> list[Result]:
    """Every case, or those of `only`."""
    application = Application(
        url,
        template("POST /identity-verifications"),
        start=template(start, with_id=False) if start else None,
        **reading,
    )
    with httpx.Client(trust_env=False, timeout=30) as http, closing(application):
        mock = Mock(http, box.base_url, box.api_secret)
        promised = read_policy(policy).with_promises(promises or {})
        setting = Setting(application, mock, promised, f"p{secrets.token_hex(4)}")
        shake_hands(setting)
        return play_all(setting, chosen(only.split(",")), lambda _: None, slow=slow)


def told(results: list[Result], *words: str) -> list[str]:
    """Those that came to one of these words, with all that is known of them."""
    return [f"{one.case.number} {one.received} {one.reason} {one.evidence}" for one in results if one.word in words]
