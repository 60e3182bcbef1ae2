"""Servers whose Idempotency-Key is wrong, and servers whose errors are.

Lives here: entries of the catalogue only.
"""

from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error, tell

from .catalogue import breaking

Memory = dict[str, Any]
KEY = "idempotency-key"


@breaking("IDEMPOTENCY-01", "IDEMPOTENCY-04", "IDEMPOTENCY-05", "IDEMPOTENCY-07", "IDEMPOTENCY-09", "IDEMPOTENCY-12")
async def keys_of_a_send_are_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.having(idempotency_key="") if asked.operation == "send" else asked)


@breaking("IDEMPOTENCY-02", "IDEMPOTENCY-08")
async def keys_of_a_confirm_are_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.having(idempotency_key="") if asked.operation == "confirm" else asked)


@breaking("IDEMPOTENCY-03", "IDEMPOTENCY-09")
async def every_key_is_the_same_key(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation == "send" and KEY in asked.headers and told.status == 409:
        return tell(200, {})
    return told


@breaking("IDEMPOTENCY-04")
async def a_key_may_be_used_for_another_request(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return await ask(asked.having(idempotency_key="")) if told.status == 422 else told


@breaking("IDEMPOTENCY-05")
async def keys_may_have_any_length(asked: Asked, ask: Ask, _: Memory) -> Told:
    key = asked.headers.get(KEY, "")
    return await ask(asked.having(idempotency_key="") if key and not 18 <= len(key) <= 258 else asked)


@breaking("IDEMPOTENCY-06")
async def reads_are_kept_under_a_key(asked: Asked, ask: Ask, memory: Memory) -> Told:
    key = asked.headers.get(KEY)
    if asked.method != "GET" or key is None:
        return await ask(asked)
    if key not in memory:
        memory[key] = await ask(asked)
    kept: Told = memory[key]
    return kept


@breaking("FIELDS-11", "TRANSPORT-08")
async def errors_are_plain_text(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return Told(told.status, told.body, {"content-type": "text/plain"}) if told.status >= 400 else told


@breaking("FIELDS-11")
async def messages_are_objects(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if told.status < 400:
        return told
    return tell(told.status, {**told.json, "message": {"ko": "잘못된 요청"}})


@breaking("FIELDS-12", "CONFIRM-17", "CONFIRM-18", "RESEND-09")
async def provider_errors_have_no_code(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if told.status != 502:
        return told
    return tell(502, {name: value for name, value in told.json.items() if name != "pgCode"})


@breaking("IDEMPOTENCY-07")
async def keys_need_quotation_marks(asked: Asked, ask: Ask, _: Memory) -> Told:
    raw = asked.method == "POST" and not asked.headers.get(KEY, '"').startswith('"')
    return error(400, "INVALID_REQUEST") if raw else await ask(asked)


@breaking("IDEMPOTENCY-08")
async def refusals_are_not_kept(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if KEY not in asked.headers or asked.method != "POST":
        return await ask(asked)
    again = asked.headers[KEY] in memory
    told = await ask(asked.having(idempotency_key="") if again else asked)
    if told.status == 404:
        memory[asked.headers[KEY]] = "refused"
    return told


def _request(asked: Asked) -> str:
    return repr((asked.headers.get(KEY), asked.path, asked.body))


@breaking("IDEMPOTENCY-09")
async def keys_are_kept_for_ever(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "send" or KEY not in asked.headers:
        return await ask(asked)
    request = _request(asked) + asked.credential
    if request in memory:
        kept: Told = memory[request]
        return kept
    told = await ask(asked)
    if told.status == 200:
        memory[request] = told
    return told


@breaking("IDEMPOTENCY-10")
async def keys_are_everybodys(asked: Asked, ask: Ask, memory: Memory) -> Told:
    if asked.operation != "send" or KEY not in asked.headers:
        return await ask(asked)
    owner, kept = memory.get(_request(asked), (asked.credential, None))
    if kept is not None and owner != asked.credential:
        told: Told = kept
        return told
    answered = await ask(asked)
    memory[_request(asked)] = (asked.credential, answered)
    return answered


@breaking("IDEMPOTENCY-11")
async def keys_of_a_login_are_not_looked_at(asked: Asked, ask: Ask, _: Memory) -> Told:
    return await ask(asked.having(idempotency_key="") if asked.operation == "log-in" else asked)
