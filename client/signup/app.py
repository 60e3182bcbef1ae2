"""The two calls of a sign-up page. From the browser comes an id and nothing else; the person comes from PortOne."""

import asyncio
import json
import logging
import math
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..duplicates import KeyRing
from ..eligibility import Attempt, NotEligible, decide, reasons_before_asking
from ..errors import IdentityVerificationNotFoundError, PortOneError, UnusableIdError
from ..portone import AsyncPortOneClient
from .accounts import Accounts, NewAccount, StoreError
from .sentences import WELCOME, status_of, told
from .shops import FIRST, Shop

LONGEST_BODY: Final = 4096  # bytes
LONGEST_WHY: Final = 500  # characters
# Seconds: one patient read (60) and little more. A second one nobody sits out, and an answer that drips in passes every
# time limit of a socket.
LONGEST_ASKING: Final = 65.0
ISSUED: Final = "[!-~]{1,200}"  # what an id of ours may look like; the database knows which were issued
logger: Final = logging.getLogger("client.signup")


class SignUp:
    """`offer` is what the browser needs to open the window; the API secret is not in it."""

    def __init__(
        self, portone: AsyncPortOneClient, accounts: Accounts, hash_keys: KeyRing, *, offer: Mapping[str, str],
        shops: Mapping[str, Shop], now: Callable[[], datetime], https_only: bool,
    ) -> None:  # fmt: skip
        self._portone, self._accounts, self._hash_keys = portone, accounts, hash_keys
        self._offer, self._shops, self._now, self._https_only = dict(offer), shops, now, https_only
        self._cookie = "__Host-signup" if https_only else "signup"

    async def start(self, request: Request) -> Response:
        """Issue a new id to this browser's session, for `{"shop": …}` where there is more than one."""
        body = await _json_of(request)
        shop = body.get("shop", FIRST) if body is not None else None
        if not isinstance(shop, str) or shop not in self._shops:
            return self._refused(None, ("unreadable-request",), f"shop is one of {', '.join(self._shops)}")
        # Unguessable, and letters and digits, at most 40: what the pickiest provider takes.
        id_, session = secrets.token_hex(20), self._session(request) or secrets.token_urlsafe(32)
        try:
            await run_in_threadpool(self._accounts.issue, id_, session, shop, self._now())
        except StoreError as error:
            return self._refused(id_, ("try-again",), str(error))
        answer = JSONResponse({"identityVerificationId": id_, **self._offer})
        answer.set_cookie(self._cookie, session, secure=self._https_only, httponly=True, samesite="lax")
        return answer

    async def finish(self, request: Request) -> Response:
        """Accept the verification of `{"identityVerificationId": …}`, or say why not."""
        id_ = (await _json_of(request) or {}).get("identityVerificationId")
        if not isinstance(id_, str):
            return self._refused(None, ("unreadable-request",), 'the body is {"identityVerificationId": "…"}')
        try:
            return await self._finish(id_, self._session(request))
        except (IdentityVerificationNotFoundError, UnusableIdError) as error:
            return self._refused(id_, ("not-found",), str(error))
        except PortOneError as error:
            # Other refusals, too: a read has none but that one, so tomorrow's says nothing about this verification.
            return self._refused(id_, ("portone-cannot-be-asked",), str(error), error.retry_after)
        except TimeoutError:
            return self._refused(id_, ("portone-cannot-be-asked",), f"no answer after {LONGEST_ASKING:g} seconds")
        except StoreError as error:
            return self._refused(id_, ("try-again",), str(error))

    async def _finish(self, id_: str, session: str | None) -> Response:
        attempt, name = Attempt(id=id_, issued_at=None), ""
        if session and re.fullmatch(ISSUED, id_):
            attempt, name = await run_in_threadpool(self._accounts.attempt, id_, session, self._now())
        if before := reasons_before_asking(attempt):
            return self._refused(id_, tuple(before), "PortOne was not asked")
        async with asyncio.timeout(LONGEST_ASKING):
            found = await self._portone.get_identity_verification(id_)
        # Asking may have taken a while, in which the customer was still at it.
        now, shop = self._now(), self._shops[name]
        decision = decide(found, attempt, shop.policy, now)
        if isinstance(decision, NotEligible):
            return self._not_in(shop, id_, decision.reasons, f"status {found.status}")
        keys = self._hash_keys.hashed(decision.keys)
        new = NewAccount(
            shop=name, identity_verification_id=id_, customer=decision.customer, keys=keys, opened_at=now
        )  # fmt: skip
        opening = await run_in_threadpool(self._accounts.open, new)
        if opening == "opened":
            logger.info("%a: accepted in %s", id_, name)
            return JSONResponse({"decision": "accepted", "reasons": [], "sentence": vars(WELCOME), "account": new.id})
        if opening == "already-a-member":
            return self._not_in(shop, id_, (opening,), name)
        return self._refused(id_, (opening,), name)

    def _not_in(self, shop: Shop, id_: str, reasons: tuple[str, ...], why: str) -> Response:
        """A refusal of this person. Where nobody is told of accounts all of these are one, or this one would tell."""
        if shop.tells_of_accounts:
            return self._refused(id_, reasons, why)
        return self._refused(id_, ("not-accepted",), f"{', '.join(reasons)}; {why}")

    def _session(self, request: Request) -> str | None:
        session = request.cookies.get(self._cookie, "")
        return session if re.fullmatch("[A-Za-z0-9_-]{43}", session) else None

    def _refused(self, id_: str | None, reasons: tuple[str, ...], why: str, after: float | None = None) -> Response:
        """Reasons and `why` for the developer's log, a sentence for the user. PortOne's words start no line of it."""
        logger.warning("%a: %s (%s)", id_, ", ".join(reasons), repr(why)[1:-1][:LONGEST_WHY])
        status = 400 if reasons == ("unreadable-request",) else status_of(reasons)
        headers = {"Retry-After": str(math.ceil(after or 5))} if status == 503 else {}
        return JSONResponse(told(reasons), status, headers)


async def _json_of(request: Request) -> dict[str, Any] | None:
    """The object in the body; `{}` where there is none, None where it is too long or cannot be read to its end."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_BODY:
                return None
        read = json.loads(body or b"{}")
    except (ClientDisconnect, ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def create_app(signup: SignUp, portone: AsyncPortOneClient) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        yield
        await portone.aclose()

    routes = [
        Route("/identity-verifications/start", signup.start, methods=["POST"]),
        Route("/identity-verifications", signup.finish, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={Exception: _our_fault})


async def _our_fault(request: Request, error: Exception) -> Response:
    """Whatever nobody thought of is no verdict on a verification either; the server logs what it was."""
    return JSONResponse(told(("try-again",)), 503, {"Retry-After": "5"})
