"""The mock that plays PortOne to the application, moved by its control paths.

Lives here: records, faults, the journal and the date of one sandbox, over HTTP. May not: starting it (processes.py).
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx

from ..calls import Endless, call
from ..control_paths import ControlPaths, wants_admin_token
from ..failures import NotJudgeable
from ..text import Text
from .moments import SEOUL
from .verdicts import Undecided

LOGINS: Final = ("loginViaApiSecret", "loginViaApiKey", "refreshToken")
_FULL: Final = ("kcp", "danal-contract")
Row = dict[str, Any]


class Mock:
    """One sandbox of a running portone-mock."""

    def __init__(self, http: httpx.Client, base_url: str, api_secret: str, admin_token: str | None = None) -> None:
        try:
            self._paths = ControlPaths(http, base_url, api_secret, admin_token=admin_token)
        except Exception as error:
            raise NotJudgeable(_why_not(http, base_url.rstrip("/"), admin_token, str(error))) from None
        self._http, self._admin_token = http, admin_token
        self.base_url, self.api_secret = base_url.rstrip("/"), api_secret
        self.store_id = str(self._paths.store_id)
        channels = self._paths.channels()
        self.channel_key = channels[0].key
        # One that leaves nothing out, for all cases that are not about what a provider leaves out.
        self.full_channel = next((one.name for one in channels if one.name in _FULL), channels[0].name)

    def call(self, method: str, path: str, body: Any = None, secret: str | None = "") -> Any:
        """One control call; Undecided where it does not work."""
        try:
            raw = self._paths.request(method, path, body, secret)
        except (httpx.HTTPError, Endless) as error:
            raise Undecided(_refused(f"{method} /_mock{path}: {type(error).__name__}")) from None
        if not 200 <= raw.status < 300:
            told = raw.content.decode("utf-8", "replace")[:300]
            raise Undecided(_refused(f"{method} /_mock{path} → {raw.status} {told}"))
        return json.loads(raw.content) if raw.content else None

    def put(self, id_: str, order: Mapping[str, Any]) -> Any:
        """Make or replace a record."""
        return self.call("PUT", f"/verifications/{quote(id_, safe='')}", dict(order))

    def record(self, id_: str) -> dict[str, Any]:
        """What a read of it will answer."""
        return dict(self.call("GET", f"/verifications/{quote(id_, safe='')}")["answer"])

    def order_fault(self, fault: str, match: Mapping[str, Any], times: int | None, **parameters: Any) -> str:
        """Order one; its id."""
        body = {"fault": fault, "match": dict(match), "times": times, **parameters}
        return str(self.call("POST", "/faults", body)["faultId"])

    def fired(self, fault_id: str) -> int:
        """How often it has hit."""
        faults = self.call("GET", "/faults")["faults"]
        return next((int(one["fired"]) for one in faults if one["faultId"] == fault_id), 0)

    def withdraw(self, fault_id: str) -> None:
        """Take a fault back; one that is used up may be gone, and so may the mock."""
        with suppress(httpx.HTTPError, Endless):
            self._paths.request("DELETE", f"/faults/{fault_id}")

    def journal(self, secret: str | None = "", **filters: Any) -> list[Row]:
        """Rows, oldest first."""
        query = f"?{urlencode(filters)}" if filters else ""
        rows: list[Row] = self.call("GET", f"/requests{query}", secret=secret)["requests"]
        return sorted(rows, key=lambda row: row["n"])

    def sandbox_that_was_asked(self, id_: str) -> tuple[str, str] | None:
        """Store id and secret of another sandbox that was asked about this id."""
        for other in self.call("GET", "/sandboxes")["sandboxes"]:
            is_other = other["apiSecret"] != self.api_secret and other["counts"]["requests"]
            if is_other and self.journal(secret=other["apiSecret"], identityVerificationId=id_):
                return str(other["storeId"]), str(other["apiSecret"])
        return None

    def newest(self) -> int:
        """The number of the newest row, here or in the default sandbox (numbers are the server's)."""
        return max((int(row["n"]) for row in (*self.journal(), *self.journal(secret=None))), default=0)

    def now(self) -> datetime:
        """The sandbox's time in Seoul."""
        return datetime.fromisoformat(self.call("GET", "/clock")["now"]).astimezone(SEOUL)

    def today(self) -> date:
        """The date in Seoul."""
        return self.now().date()

    def set_clock(self, at: datetime) -> None:
        """From now on the sandbox's time runs on from there."""
        self.call("PUT", "/clock", {"now": at.isoformat(), "frozen": False})

    def reset_clock(self) -> None:
        """Back to the time of the mock's machine."""
        self.call("DELETE", "/clock")

    @contextmanager
    def another_store(self) -> "Iterator[Mock]":
        """A sandbox that nobody else uses: another merchant's store, until the block ends."""
        secret = self.call("POST", "/sandboxes", {"scenario": "empty"}, secret=None)["apiSecret"]
        other = Mock(self._http, self.base_url, secret, self._admin_token)
        try:
            yield other
        finally:
            other.call("DELETE", "/sandbox")

    def remove(self, id_: str) -> None:
        """Forget a record, if it and the mock are there."""
        with suppress(httpx.HTTPError, Endless):
            self._paths.request("DELETE", f"/verifications/{quote(id_, safe='')}")


def shown_row(row: Row) -> str:
    """A line of the journal as evidence."""
    query = f"?{row['query']}" if row["query"] else ""
    fault = f" [{row['fault']}]" if row["fault"] else ""
    return f"{row['method']} {row['path'][:120]}{query} → {row['status']}{fault}"


def _why_not(http: httpx.Client, base_url: str, admin_token: str | None, why: str) -> Text:
    """What keeps the control paths from being used: nobody is there, the secret is wrong, or the admin token is."""
    if not wants_admin_token(http, base_url):
        return Text(
            f"{base_url}에 portone-mock이 없습니다({why}). portone-mock serve로 시작하세요",
            f"there is no portone-mock at {base_url} ({why}); start one with portone-mock serve",
        )
    token = {"Mock-Admin-Token": admin_token} if admin_token else {}
    # Without a secret the default sandbox is asked: whoever may, has a wrong secret only.
    if call(http, "GET", f"{base_url}/_mock/sandbox", headers=token).status == 200:
        return Text(
            f"{base_url}의 portone-mock에 그 Secret의 샌드박스가 없습니다. --api-secret을 확인하세요",
            f"the portone-mock at {base_url} has no sandbox of this secret: see --api-secret",
        )
    return Text(
        f"{base_url}의 시험용 경로에는 관리 토큰이 필요합니다: --admin-token, PORTONE_CONTRACTS_ADMIN_TOKEN",
        f"the control paths of {base_url} want its admin token: --admin-token, or PORTONE_CONTRACTS_ADMIN_TOKEN",
    )


def _refused(what: str) -> Text:
    return Text(f"모의 서버가 준비를 거절했습니다: {what}", f"the mock refused the arrangement: {what}")
