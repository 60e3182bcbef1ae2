"""Reaching the server that is to be judged.

Lives here: opened(), which gives a target that can be judged or says why there is none. May not: verdicts.
"""

import math
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from hypothesis.configuration import set_hypothesis_home_dir

from .arrangement import Arrangement
from .arrangement_file import read_arrangement
from .calls import SECONDS, client
from .control_paths import control_paths, wants_admin_token
from .failures import NoAnswer, NotJudgeable
from .target import Answer, Rules, Target, is_loopback
from .text import Text, said

__all__ = ["Merchant", "NotJudgeable", "opened"]
AUTO, MOCK, NONE = "auto", "mock", "none"
KINDS: Final = (AUTO, MOCK, NONE)
# What a login or a list has, in any of PortOne's spellings, and what its error types look like.
_KNOWN: Final = frozenset(("accessToken", "refreshToken", "access_token", "refresh_token", "items", "page"))
_TYPE: Final = re.compile("[A-Z]+(_[A-Z]+)*")


@dataclass(frozen=True)
class Merchant:
    """Where the server is, what opens it, and what may be done there. `arrangement` is one of KINDS or a file."""

    base_url: str
    api_secret: str
    legacy_key: str | None = None
    store_id: str | None = None
    admin_token: str | None = None
    arrangement: str = AUTO
    read_only: bool = False
    allow_send: bool = False
    seconds: float = SECONDS
    until: float = math.inf

    @property
    def rules(self) -> Rules:
        """What a run may do there."""
        may_send = self.allow_send or is_loopback(self.base_url)
        return Rules(read_only=self.read_only, may_send=may_send, seconds=self.seconds, until=self.until)


@contextmanager
def opened(merchant: Merchant, *, run: str) -> Iterator[Target]:
    """The target; NotJudgeable where there is none, BadFile where its arrangement's file cannot be used."""
    from_file = read_arrangement(Path(merchant.arrangement)) if merchant.arrangement not in KINDS else None
    with tempfile.TemporaryDirectory() as folder, client(merchant.seconds) as http:
        # Hypothesis keeps tables of characters somewhere; the caller's directory is not the place.
        set_hypothesis_home_dir(folder)
        plain = Target(http, merchant.base_url, merchant.api_secret, rules=merchant.rules)
        check_judgeable(plain)
        found: Arrangement | None = from_file or _control_paths(http, merchant)
        yield Target(
            http,
            merchant.base_url,
            merchant.api_secret,
            legacy_key=merchant.legacy_key,
            store_id=merchant.store_id,
            arrangement=found,
            run=run,
            rules=merchant.rules,
        )


def _control_paths(http: httpx.Client, merchant: Merchant) -> Arrangement | None:
    """The mock's control paths; they write, so that there are none where nothing may be written."""
    if merchant.arrangement == NONE or merchant.read_only:
        return None
    found = control_paths(http, merchant.base_url, merchant.api_secret, merchant.admin_token, merchant.seconds)
    if found is None and (merchant.arrangement == MOCK or merchant.admin_token is not None):
        raise NotJudgeable(
            Text(
                f"{merchant.base_url}의 시험용 경로(/_mock)가 없거나 이 Secret과 관리 토큰을 받지 않습니다",
                f"{merchant.base_url} has no control paths (/_mock) that take this secret and admin token",
            )
        )
    return found


def hint(merchant: Merchant, target: Target) -> Text | None:
    """What would make more contracts applicable, where that is easy to say."""
    if target.arrangement is not None or merchant.arrangement != AUTO or merchant.read_only:
        return None
    if wants_admin_token(target.http, merchant.base_url, merchant.seconds):
        return Text(
            "이 모의 서버의 시험용 경로에는 관리 토큰이 필요합니다: --admin-token",
            "the control paths of this mock want its admin token: --admin-token",
        )
    return Text(
        "준비 방법이 없어 많은 계약을 판정할 수 없습니다. --arrangement 파일로 있는 아이디를 알려 주세요",
        "nothing prepares verifications here, so many contracts are not applicable; give --arrangement a file of ids",
    )


def check_judgeable(target: Target) -> None:
    """NotJudgeable where there is no answer, none of PortOne's kind, or none to these credentials."""
    try:
        answers = [target.list()] if target.rules.read_only else [target.log_in(), target.list()]
    except NoAnswer as none:
        ko, en = said(none.received, "ko"), said(none.received, "en")
        raise NotJudgeable(
            Text(
                f"{target.base_url}에서 쓸 수 있는 응답이 없습니다: {ko}",
                f"{target.base_url} gave no usable answer: {en}",
            )
        ) from None
    if not any(map(_is_of_portones_kind, answers)):
        told = answers[0].told()
        raise NotJudgeable(
            Text(
                f"{target.base_url}은(는) 포트원과 전혀 다릅니다: {told}, 토큰도 목록도 포트원의 오류도 없음",
                f"{target.base_url} is nothing like PortOne: {told}, "
                "and neither tokens nor a list nor an error like PortOne's",
            )
        )
    if all(answer.status == 401 for answer in answers):
        raise NotJudgeable(
            Text(
                f"{target.base_url}이(가) 이 API Secret을 받지 않습니다: 로그인과 조회 모두 401",
                f"{target.base_url} does not take the API secret: 401 to a login and to a list",
            )
        )


def _is_of_portones_kind(answer: Answer) -> bool:
    """Whether it has tokens, a list, or a type like PortOne's errors, as a server has that is wrong in a few things."""
    members = answer.object() or {}
    if 200 <= answer.status < 300:
        return not _KNOWN.isdisjoint(members)
    return _TYPE.fullmatch(answer.type() or "") is not None
