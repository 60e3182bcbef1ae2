"""What is measured: the mock's requests, and the bare servers that answer the same bytes to the same requests.

Lives here: commands, requests, and the check that all answer alike before anything is timed. May not: time anything.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from .exchange import Answer, Connection, Request
from .processes import Server, ServerError, python, serving

MOCK: Final = tuple(python("-m", "mock_server", "serve", "--port", "0"))
SECRET: Final = "mock-api-secret"
READ_PATH: Final = "/identity-verifications/idv-adult"
LOGIN_PATH: Final = "/login/api-secret"

READ_BY_SECRET: Final = "mock: GET, secret"
READ_BY_TOKEN: Final = "mock: GET, token"
LOGIN: Final = "mock: login"
STARLETTE_GET: Final = "Starlette: constant GET route"
STARLETTE_POST: Final = "Starlette: POST route that reads its body"
ASGI: Final = "ASGI callable"


@dataclass(frozen=True)
class Subject:
    """A request and the server that it goes to."""

    server: Server
    request: Request


def read(credential: str) -> Request:
    """The authorised read of a verified customer; `credential` is the header's whole value."""
    return Request("GET", READ_PATH, (("Authorization", credential),))


def login(secret: str = SECRET) -> Request:
    """The login, with the default sandbox's secret if no other is given."""
    return Request("POST", LOGIN_PATH, (("Content-Type", "application/json"),), json.dumps({"apiSecret": secret}))


READ: Final = read(f"PortOne {SECRET}")


@contextmanager
def bare(name: str, path: str, body: bytes) -> Iterator[Server]:
    """One of the bare servers, answering these bytes."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(body)
        file.flush()
        with serving(python("-m", f"{__package__}.baselines", name, path, file.name)) as server:
            yield server


def answer_of(server: Server, request: Request) -> Answer:
    """One answer over a connection of its own."""
    with Connection(server.host, server.port) as connection:
        return connection.expect(200, request)


@dataclass(frozen=True)
class Model:
    """What the mock answers and the bare servers repeat, and the version that it says it is."""

    read: bytes
    login: bytes
    version: str


def model(command: Sequence[str]) -> Model:
    """Taken from a mock started for that."""
    with serving(command) as mock:
        answer = answer_of(mock, READ)
        return Model(answer.body, answer_of(mock, login()).body, answer.header("x-portone-mock") or "unknown version")


@contextmanager
def all_subjects(command: Sequence[str], like: Model) -> Iterator[dict[str, Subject]]:
    """Every subject by its name, all servers running, the answers' sameness checked."""
    with ExitStack() as running:
        mock = running.enter_context(serving(command))
        # In a sandbox of its own: the logins measured beside it would push the token out of the default one's.
        token = json.loads(answer_of(mock, login("sandbox-token")).body)["accessToken"]
        starlette_get = running.enter_context(bare("starlette_get", READ_PATH, like.read))
        starlette_post = running.enter_context(bare("starlette_post", LOGIN_PATH, like.login))
        asgi = running.enter_context(bare("asgi", READ_PATH, like.read))
        subjects = {
            STARLETTE_GET: Subject(starlette_get, READ),
            ASGI: Subject(asgi, READ),
            READ_BY_SECRET: Subject(mock, READ),
            READ_BY_TOKEN: Subject(mock, read(f"Bearer {token}")),
            STARLETTE_POST: Subject(starlette_post, login()),
            LOGIN: Subject(mock, login()),
        }
        _check(subjects)
        yield subjects


def _check(subjects: dict[str, Subject]) -> None:
    """The same body size, content type and switches for all, else the comparison says nothing."""
    answers = {name: answer_of(each.server, each.request) for name, each in subjects.items()}
    for name, answer in answers.items():
        like = answers[STARLETTE_POST if subjects[name].request.method == "POST" else STARLETTE_GET]
        if seen := [f"{label}: {got!r} and {want!r}" for label, got, want in _traits(answer, like) if got != want]:
            raise ServerError(f"{name} and its bare counterpart cannot be compared; {'; '.join(seen)}")


def _traits(answer: Answer, like: Answer) -> Iterator[tuple[str, object, object]]:
    for name in ("date", "server"):
        yield f"has {name}", answer.header(name) is not None, like.header(name) is not None
    yield "media type", _media_type(answer), _media_type(like)
    yield "length of the body", len(answer.body), len(like.body)


def _media_type(answer: Answer) -> str:
    return (answer.header("content-type") or "none").partition(";")[0]
