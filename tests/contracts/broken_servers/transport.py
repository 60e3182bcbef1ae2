"""Servers that understand HTTP less well than PortOne's clients expect.

Lives here: entries of the catalogue only.
"""

import json
import re
from dataclasses import replace
from typing import Any

from tests.contracts.wrong_server import Ask, Asked, Told, error

from .catalogue import breaking

Memory = dict[str, Any]
LOGINS = ("log-in", "refresh")


def _is_plain_text(asked: Asked) -> bool:
    return asked.headers.get("content-type", "").startswith("text/plain")


@breaking("TRANSPORT-01")
async def logins_want_the_json_type(asked: Asked, ask: Ask, _: Memory) -> Told:
    wrong = asked.operation in LOGINS and _is_plain_text(asked)
    return error(415, "INVALID_REQUEST") if wrong else await ask(asked)


@breaking("TRANSPORT-02")
async def sends_want_the_json_type(asked: Asked, ask: Ask, _: Memory) -> Told:
    wrong = asked.operation == "send" and _is_plain_text(asked)
    return error(415, "INVALID_REQUEST") if wrong else await ask(asked)


@breaking("TRANSPORT-03")
async def two_slashes_lead_nowhere(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(404, "NOT_FOUND") if asked.path.startswith("//") else await ask(asked)


@breaking("TRANSPORT-04")
async def a_bare_question_mark_is_part_of_the_id(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(404, "NOT_FOUND") if asked.target.endswith("?") else await ask(asked)


@breaking("TRANSPORT-05")
async def encoded_letters_are_other_letters(asked: Asked, ask: Ask, _: Memory) -> Told:
    encoded = asked.operation == "read" and re.search("%(3[0-9]|[46][1-9A-F]|[57][0-9A])", asked.path)
    return error(404, "IDENTITY_VERIFICATION_NOT_FOUND") if encoded else await ask(asked)


@breaking("TRANSPORT-06", "TRANSPORT-11")
async def reads_with_a_body_are_refused(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(400, "INVALID_REQUEST") if asked.operation == "read" and asked.body else await ask(asked)


@breaking("TRANSPORT-07")
async def logins_look_at_credentials(asked: Asked, ask: Ask, _: Memory) -> Told:
    wrong = asked.operation in LOGINS and asked.credential == "PortOne wrong-secret"
    return error(401, "UNAUTHORIZED") if wrong else await ask(asked)


@breaking("TRANSPORT-08")
async def lists_do_not_say_that_they_are_json(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    if asked.operation != "list" or told.status != 200:
        return told
    return replace(told, headers={"content-type": "text/html"})


@breaking("TRANSPORT-09")
async def what_is_no_object_is_422(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    wrong = told.status == 400 and asked.body and not _is_object(asked.body)
    return error(422, "INVALID_REQUEST") if wrong else told


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


@breaking("TRANSPORT-10")
async def chunks_are_not_read(asked: Asked, ask: Ask, _: Memory) -> Told:
    return error(411, "INVALID_REQUEST") if "transfer-encoding" in asked.headers else await ask(asked)


@breaking("TRANSPORT-11", "FIELDS-11")
async def other_methods_are_500(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return Told(500, b"Internal Server Error", {"content-type": "text/plain"}) if told.status == 405 else told


@breaking("TRANSPORT-12")
async def utf_8_is_read_as_latin_1(asked: Asked, ask: Ask, _: Memory) -> Told:
    if asked.operation != "send" or asked.body.isascii():
        return await ask(asked)
    try:
        return await ask(asked.saying(json.loads(asked.body.decode("latin-1"))))
    except ValueError:
        return await ask(asked)


@breaking("TRANSPORT-13")
async def what_is_no_path_is_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    known = ("read", "list", "send", "confirm", "resend", "refresh", "log-in", "legacy-log-in")
    return error(400, "INVALID_REQUEST") if told.status == 404 and asked.operation not in known else told


@breaking("TRANSPORT-14")
async def large_bodies_are_400(asked: Asked, ask: Ask, _: Memory) -> Told:
    told = await ask(asked)
    return error(400, "INVALID_REQUEST") if told.status == 413 else told
