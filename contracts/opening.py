"""Reaching the server that is to be judged.

Lives here: opened(), which gives a target that can be judged or says why there is none. May not: verdicts.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx
from hypothesis.configuration import set_hypothesis_home_dir

from .arrangement import control_paths
from .failures import ContractBroken, NotJudgeable
from .target import Target

__all__ = ["Merchant", "NotJudgeable", "opened"]
SECONDS: Final = 10.0


@dataclass(frozen=True)
class Merchant:
    """Where the server is, and what opens it."""

    base_url: str
    api_secret: str
    legacy_key: str | None = None
    store_id: str | None = None


@contextmanager
def opened(merchant: Merchant, arrangement: str, *, run: str) -> Iterator[Target]:
    """The target; NotJudgeable where there is none. `arrangement` is auto, mock or none."""
    with tempfile.TemporaryDirectory() as folder, httpx.Client(timeout=SECONDS) as http:
        # Hypothesis keeps tables of characters somewhere; the caller's directory is not the place.
        set_hypothesis_home_dir(folder)
        plain = Target(http, merchant.base_url, merchant.api_secret)
        check_judgeable(plain)
        found = control_paths(http, merchant.base_url, merchant.api_secret) if arrangement != "none" else None
        if arrangement == "mock" and found is None:
            raise NotJudgeable(f"{merchant.base_url} has no control paths (/_mock) that take this secret")
        yield Target(
            http,
            merchant.base_url,
            merchant.api_secret,
            legacy_key=merchant.legacy_key,
            store_id=merchant.store_id,
            arrangement=found,
            run=run,
        )


def check_judgeable(target: Target) -> None:
    """NotJudgeable where there is no answer, none of JSON, or none to these credentials."""
    try:
        login, listed = target.log_in(), target.list()
    except ContractBroken as broken:
        raise NotJudgeable(f"{target.base_url} cannot be reached: {broken.received}") from None
    if login.object() is None and listed.object() is None:
        raise NotJudgeable(f"{target.base_url} is nothing like PortOne: {login.told()}, and no JSON object")
    if login.status == 401 and listed.status == 401:
        raise NotJudgeable(f"{target.base_url} does not take the API secret: 401 to a login and to a list")
