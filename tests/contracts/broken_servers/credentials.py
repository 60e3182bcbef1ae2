"""Servers that let in whom they should not, or the other way round.

Lives here: entries of the catalogue only.
"""

from dataclasses import replace
from typing import Any

from tests.contracts.wrong_server import SECRET, Ask, Asked, Told, error

from .catalogue import breaking
from .tokens import as_secret, remembering

Memory = dict[str, Any]


@breaking("AUTH-01")
async def no_credential_is_403(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return (
        error(403, "FORBIDDEN") if told.status == 401 and asked.operation == "list" and not asked.credential else told
    )


@breaking("AUTH-02", "AUTH-16")
async def existence_comes_before_authorisation(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if told.status == 401 and asked.credential.startswith("PortOne ") and asked.operation == "read":
        return error(404, "IDENTITY_VERIFICATION_NOT_FOUND")
    return told


@breaking("AUTH-03")
async def unknown_token_is_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    wrong = told.status == 401 and asked.credential.startswith("Bearer wrong-")
    return error(400, "INVALID_REQUEST") if wrong else told


@breaking("AUTH-04")
async def refresh_tokens_open_too(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    token = asked.credential.removeprefix("Bearer ")
    if told.status == 401 and token in memory.get("pairs", {}):
        return await ask(as_secret(asked, memory, token))
    return told


@breaking("AUTH-05")
async def signatures_are_not_looked_at(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await remembering(asked, ask, memory)
    token = asked.credential.removeprefix("Bearer ")
    if told.status != 401 or token in memory.get("holders", {}):
        return told
    alike = [one for one in memory.get("pairs", {}).values() if one[:12] == token[:12] and len(one) == len(token)]
    return await ask(as_secret(asked, memory, alike[0])) if alike else told


@breaking(
    "AUTH-06", "LIST-01", "LIST-06", "LIST-07", "LIST-38", "LIST-39", "LIST-40", "LIST-42", "COMPAT-09", "TRANSPORT-04"
)
async def lists_take_tokens_only(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation == "list" and asked.credential.startswith("PortOne "):
        return error(401, "UNAUTHORIZED")
    return await ask(asked)


@breaking("AUTH-07")
async def scheme_words_count_exactly(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.credential and not asked.credential.startswith(("PortOne ", "Bearer ")):
        return error(401, "UNAUTHORIZED")
    return await ask(asked)


@breaking("AUTH-08", "AUTH-16")
async def foreign_store_is_404(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    foreign = asked.operation == "read" and told.status == 403
    return error(404, "IDENTITY_VERIFICATION_NOT_FOUND") if foreign else told


@breaking("AUTH-09", "AUTH-15", "AUTH-16")
async def every_store_id_is_forbidden(asked: Asked, ask: Ask, _: Memory) -> Told:
    one = asked.operation == "read" and asked.query.count(b"storeId=") == 1 and asked.query != b"storeId="
    return error(403, "FORBIDDEN") if one else await ask(asked)


@breaking("AUTH-10")
async def merchants_see_each_other(asked: Asked, ask: Ask, memory: Memory) -> Told:
    told = await ask(asked)
    if told.status == 200 and asked.credential.startswith("PortOne "):
        memory.setdefault("seen", {})[asked.credential] = None
    if asked.operation != "read" or told.status != 404:
        return told
    for credential in memory.get("seen", {}):
        other = await ask(asked.having(authorization=credential))
        if other.status == 200:
            return other
    return told


@breaking("AUTH-11")
async def the_case_of_a_secret_does_not_count(asked: Asked, ask: Ask, _: Memory) -> Told:
    alike = asked.credential.lower() == f"portone {SECRET}"
    return await ask(asked.having(authorization=f"PortOne {SECRET}") if alike else asked)


@breaking("AUTH-12")
async def an_empty_store_is_a_foreign_one(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(403, "FORBIDDEN") if asked.query == b"storeId=" else await ask(asked)


@breaking("AUTH-13")
async def the_first_store_counts(asked: Asked, ask: Ask, _: Memory) -> Told:
    twice = asked.query.count(b"storeId=") == 2
    return await ask(replace(asked, query=asked.query.split(b"&")[0]) if twice else asked)


@breaking("AUTH-15")
async def ids_of_other_stores_are_forbidden(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(403, "FORBIDDEN") if told.status == 404 and b"storeId=" in asked.query else told


@breaking("AUTH-14")
async def stores_are_not_looked_at_when_sending(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    wrong = asked.operation == "send" and told.status == 403
    return error(404, "IDENTITY_VERIFICATION_NOT_FOUND") if wrong else told


@breaking("AUTH-16")
async def unknown_ids_come_before_the_store(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "read" and told.status == 403:
        plain = await ask(replace(asked, query=b""))
        return plain if plain.status == 404 else told
    return told
