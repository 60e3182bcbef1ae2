"""Servers whose logins, refreshes or tokens are wrong.

Lives here: entries of the catalogue only.
"""

import base64
import json
from typing import Any

from tests.contracts.wrong_server import SECRET, Ask, Asked, Told, error, tell

from .catalogue import breaking

Memory = dict[str, Any]
LOGINS = ("log-in", "legacy-log-in")


async def remembering(asked: Asked, ask: Ask, memory: Memory) -> Told:
    """The right answer; `memory` learns who holds which token, and what ended a refresh token."""
    told = await ask(asked)
    holders: dict[str, Asked] = memory.setdefault("holders", {})
    ended: dict[str, str] = memory.setdefault("ended", {})
    if told.status != 200 or asked.operation not in (*LOGINS, "refresh"):
        return told
    if asked.operation == "refresh":
        login = holders[asked.json["refreshToken"]]
        ended[asked.json["refreshToken"]] = "refresh"
    else:
        login = asked
        for token, holder in holders.items():
            if holder.json == login.json and holder.path == login.path:
                ended.setdefault(token, "login")
    issued = told.json
    holders |= {issued["accessToken"]: login, issued["refreshToken"]: login}
    memory.setdefault("pairs", {})[issued["refreshToken"]] = issued["accessToken"]
    return told


def as_secret(asked: Asked, memory: Memory, token: str) -> Asked:
    """The request with the secret behind a token in the token's place."""
    (secret,) = memory["holders"][token].json.values()
    return asked.having(authorization=f"PortOne {secret}")


@breaking("TOKEN-01", "COMPAT-06", "TRANSPORT-01", "TRANSPORT-07", "TRANSPORT-10")
async def login_answers_201(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return tell(201, told.json) if asked.operation == "log-in" and told.status == 200 else told


@breaking("TOKEN-01")
async def login_gives_no_refresh_token(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "log-in" or told.status != 200:
        return told
    return tell(200, {"accessToken": told.json["accessToken"]})


@breaking("TOKEN-02", "TOKEN-03", "TOKEN-06", "TOKEN-12", "TOKEN-15", "AUTH-07")
async def access_tokens_open_nothing(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(
        asked.having(authorization="Bearer nothing") if asked.credential[:6].lower() == "bearer" else asked
    )


@breaking("TOKEN-03", "TOKEN-04", "TOKEN-17")
async def refresh_gives_the_refresh_token_back(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "refresh":
        return await remembering(asked, ask, memory)
    stands_for = memory.setdefault("stands for", {})
    shown = asked.json.get("refreshToken")
    told = await remembering(asked.saying({"refreshToken": stands_for.get(str(shown), shown)}), ask, memory)
    login = memory["holders"].get(shown)
    if told.status != 200 or login.operation != "log-in":
        return told
    stands_for[shown] = told.json["refreshToken"]
    return tell(200, {**told.json, "refreshToken": shown})


@breaking("TOKEN-04", "TOKEN-17")
async def refresh_tokens_work_again_and_again(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    return await _by_logging_in(asked, ask, memory, told, "refresh")


@breaking("TOKEN-05")
async def login_leaves_the_earlier_refresh_token_live(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    return await _by_logging_in(asked, ask, memory, told, "login")


@breaking("TOKEN-16")
async def refresh_tokens_never_expire(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    return await _by_logging_in(asked, ask, memory, told, None)


async def _by_logging_in(asked: Asked, ask: Ask, memory: Memory, told: Told, ended_by: str | None) -> Told:
    """What a refresh that was refused would have given, for refresh tokens of an API secret that this ended."""
    token = asked.json.get("refreshToken") if asked.operation == "refresh" else None
    known = told.status == 401 and isinstance(token, str) and token in memory.get("pairs", {})
    if not known or memory["ended"].get(token) != ended_by or memory["holders"][token].operation != "log-in":
        return told
    return await ask(memory["holders"][token])


@breaking("TOKEN-06")
async def refresh_ends_access_tokens_too(asked: Asked, ask: Ask, memory: Memory) -> Told:
    dead = {access for refresh, access in memory.get("pairs", {}).items() if memory["ended"].get(refresh) == "refresh"}
    if asked.credential.removeprefix("Bearer ") in dead:
        return error(401, "UNAUTHORIZED")
    return await remembering(asked, ask, memory)


@breaking("TOKEN-07")
async def wrong_secret_is_403(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(403, "FORBIDDEN") if asked.operation == "log-in" and told.status == 401 else told


@breaking("TOKEN-07")
async def secrets_are_compared_by_their_end(asked: Asked, ask: Ask, _: Memory) -> Told:
    secret = asked.json.get("apiSecret") if asked.operation == "log-in" else None
    ends_well = isinstance(secret, str) and secret.endswith(SECRET)
    return await ask(asked.saying({"apiSecret": SECRET}) if ends_well and secret != SECRET else asked)


@breaking("TOKEN-08")
async def unknown_refresh_token_is_404(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    unknown = asked.operation == "refresh" and asked.json.get("refreshToken") not in memory["holders"]
    return error(404, "NOT_FOUND") if unknown and told.status == 401 else told


@breaking("TOKEN-09")
async def access_tokens_can_be_refreshed(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    token = asked.json.get("refreshToken") if asked.operation == "refresh" else None
    if told.status == 401 and isinstance(token, str) and token.startswith("eyJ") and token in memory["holders"]:
        return await ask(memory["holders"][token])
    return told


@breaking("TOKEN-10", "TRANSPORT-09")
async def malformed_login_is_401(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(401, "UNAUTHORIZED") if asked.operation == "log-in" and told.status == 400 else told


@breaking("TOKEN-10", "TRANSPORT-09")
async def empty_refresh_is_500(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(500, "INTERNAL") if asked.operation == "refresh" and told.status == 400 else told


@breaking("TOKEN-11", "IDEMPOTENCY-11")
async def access_tokens_are_opaque(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _shown_otherwise(asked, ask, memory, lambda number, _: f"opaque-{number:032}")


@breaking("TOKEN-11", "IDEMPOTENCY-11")
async def exp_is_in_milliseconds(asked: Asked, ask: Ask, memory: Memory) -> Told:
    return await _shown_otherwise(asked, ask, memory, _in_milliseconds)


def _in_milliseconds(number: int, token: str) -> str:
    part = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    claims["exp"] *= 1000
    made = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJ.{made}.{number}"


async def _shown_otherwise(asked: Asked, ask: Ask, memory: Memory, show: Any) -> Told:
    """Shows the access tokens of API secrets as something else, and takes them back as that."""
    shown: dict[str, str] = memory.setdefault("shown", {})
    scheme, _, token = asked.credential.partition(" ")
    real = {value: key for key, value in shown.items()}.get(token, "" if token in shown else token)
    if asked.credential:
        asked = asked.having(authorization=f"{scheme} {real or 'nothing'}")
    told = await remembering(asked, ask, memory)
    if told.status != 200 or asked.operation not in ("log-in", "refresh"):
        return told
    issued = told.json
    if memory["holders"][issued["accessToken"]].operation == "log-in":
        shown[issued["accessToken"]] = issued["accessToken"] = show(len(shown), issued["accessToken"])
    return tell(200, issued)


@breaking("TOKEN-12", "COMPAT-01")
async def legacy_login_speaks_snake_case_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "legacy-log-in" or told.status != 200:
        return told
    return tell(200, {name: value for name, value in told.json.items() if "_" in name})


@breaking("TOKEN-13")
async def wrong_legacy_key_is_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(400, "INVALID_REQUEST") if asked.operation == "legacy-log-in" and told.status == 401 else told


@breaking("TOKEN-14", "COMPAT-10")
async def legacy_tokens_cannot_be_refreshed(asked: Asked, ask: Ask, memory: Memory) -> Told:
    token = asked.json.get("refreshToken") if asked.operation == "refresh" else None
    login = memory.get("holders", {}).get(token) if isinstance(token, str) else None
    if login is not None and login.operation == "legacy-log-in":
        return error(401, "UNAUTHORIZED")
    return await remembering(asked, ask, memory)


@breaking("TOKEN-15")
async def access_tokens_never_expire(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    token = asked.credential.removeprefix("Bearer ")
    if told.status == 401 and token in memory.get("pairs", {}).values():
        return await ask(as_secret(asked, memory, token))
    return told
