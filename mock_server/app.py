"""The application: the door, PortOne's paths straight behind it, and Starlette for everything else.

Lives here: wiring, and what every answer has in common. May not: what any operation does. PortOne's paths are pure
ASGI, because they are what tests and load hit; a Starlette application serves the tester's and the other paths.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from .answer import Answer, Headers, of_refusal
from .api.exchange import Exchange
from .api.routes import find
from .call import Call
from .clock import duration_counter
from .control.endpoint import WRITE, About
from .control.routes import control_app
from .domain.errors import Refusal
from .extension import EXTENSION
from .faults import Replaced
from .guard import BROWSER, BROWSER_SDK
from .journal import LONGEST_PATH, Row
from .mock import Mock, make_mock
from .pages import PAGES
from .scenario import Scenario
from .settings import Settings
from .store.sandbox import Sandbox
from .version import VERSION

if TYPE_CHECKING:
    from .handle import SandboxHandle
    from .in_process import InProcessClient

_VERSION_HEADER: Final = (b"x-portone-mock", VERSION.encode("ascii"))
_CONTROL: Final = b"/_mock"
_NOT_PORTONES: Final = (_CONTROL, BROWSER)
_PAGES: Final = PAGES | BROWSER_SDK
# Whoever knows a window's address can end its attempt.
_ONE_TIME_ID: Final = re.compile(rb"^(/browser/window/)[^/]+")
_MASKED: Final = rb"\1" + "…".encode()


def create_app(settings: Settings | None = None, *, scenario: Scenario | None = None) -> "Front":
    """The mock as an ASGI application, for use in process: no lifespan, no wire; `.sandbox()` makes worlds in it.

    Raises ScenarioError for a scenario that cannot be loaded, and ValueError for a state file: nobody tells an
    application when it ends, so that only a server can keep one.
    """
    if settings is not None and settings.state is not None:
        raise ValueError("a state file needs a server: `portone-mock serve`, or MockPortOne")
    return Front(make_mock(settings or Settings(), scenario))


class Front:
    """The ASGI application of one mock."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self._control: Starlette = control_app(mock)
        # Told of every call of PortOne's paths that is refused.
        self.on_refusal: Callable[[Row, Sandbox], None] | None = None

    def sandbox(self, scenario: object = "empty") -> "SandboxHandle":
        """A new sandbox, as of `MockPortOne`; its handle calls this application directly, without a socket."""
        return self._client.create_sandbox(scenario)

    @property
    def default(self) -> "SandboxHandle":
        """The default sandbox, by such a handle."""
        return self._client.default_sandbox()

    @cached_property
    def _client(self) -> "InProcessClient":
        from .in_process import InProcessClient

        return InProcessClient(self, admin_token=self.mock.settings.admin_token)

    def stop_waiting(self) -> None:
        """Answer now whoever waits for something to come: the server stops."""
        self.mock.patience.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; lifespan and websockets are not for this application."""
        if scope["type"] != "http":
            await _decline(scope, receive, send)
            return
        n = next(self.mock.numbers)
        common: Headers = (_VERSION_HEADER, (b"x-portone-mock-request", str(n).encode("ascii")))
        call = Call(scope, receive, strict=self.mock.settings.strict)  # type: ignore[arg-type]
        try:
            origin = self.mock.guard.check(call)
        except Refusal as refusal:
            answer = of_refusal(refusal)
            if refusal.journalled and not call.path.startswith(_CONTROL):
                self._write(Exchange(call, self.mock.sandboxes), answer, n, 0)
            await _send(answer, send, common)
            return
        if origin is not None:
            common = (*common, *_cors(call, origin))
            if call.method == "OPTIONS" and b"access-control-request-method" in call.headers:
                await _send(Answer(204, b"", headers=()), send, common)
                return
        if call.path.startswith(_NOT_PORTONES) or call.path in _PAGES:
            await self._other(call, n, scope, send, common)
        else:
            kept = await self._portone(call, n, scope)
            if kept is not None:
                await _send(kept, send, common)

    async def _portone(self, call: Call, n: int, scope: Scope) -> Answer | None:
        """Answer a call of PortOne's paths and write it into the journal; None when the answer is to be lost."""
        started = duration_counter()
        exchange = Exchange(call, self.mock.sandboxes)
        try:
            operation, exchange.id = find(call.method, call.path)
            exchange.operation = operation.name
            answer = await operation.handler(exchange)
        except Refusal as refusal:
            if refusal.whose is not None:
                exchange.sandbox, exchange.credential = refusal.whose
            answer = of_refusal(refusal)
        except Replaced as replaced:
            answer = replaced.answer
        if exchange.effects is not None:
            answer = exchange.effects.after(answer)
            # Faults count the calls that they see.
            self.mock.store.touch(exchange.effects.sandbox)
        self._write(exchange, answer, n, duration_counter() - started)
        if exchange.effects is None and not exchange.answer_is_lost:
            return answer
        return _through_the_wire(exchange, answer, scope)

    def _write(
        self, exchange: Exchange, answer: Answer, n: int, duration_ns: int, shown_path: bytes | None = None
    ) -> None:
        call, sandbox = exchange.call, exchange.sandbox or self.mock.sandboxes.default
        why = answer.why
        if call.notes:
            why = " ".join((*([why] if why else ()), *call.notes))
        journal = self.mock.journal
        # The members of journal.Row, in its order; a plain tuple, since one is made for every request.
        row = (
            n,
            sandbox.clock.now(),
            call.method,
            (shown_path or call.path)[:LONGEST_PATH],
            call.query[:LONGEST_PATH],
            exchange.operation,
            exchange.id,
            exchange.credential,
            answer.status,
            answer.error_type,
            exchange.effects and exchange.effects.names,
            why,
            duration_ns,
            answer.message,
        )
        # Of a sandbox that was dropped while its call came in the rows have gone, and this one would never go.
        if self.mock.store.holds(sandbox):
            journal.append(sandbox, row)
        if journal.held > journal.in_all:
            journal.make_room(self.mock.store.all())
        if self.on_refusal is not None and answer.status >= 400:
            self.on_refusal(Row._make(row), sandbox)

    async def _other(self, call: Call, n: int, scope: Scope, send: Send, common: Headers) -> None:
        """Hand a call to Starlette, with its path as it came: ids may hold encoded slashes."""
        started = duration_counter()

        def write(operation: str, about: About, answer: Answer) -> None:
            exchange = Exchange(call, self.mock.sandboxes)
            exchange.operation, (exchange.sandbox, exchange.id) = operation, about
            path = _ONE_TIME_ID.sub(_MASKED, call.path)
            self._write(exchange, answer, n, duration_counter() - started, path)

        async def send_with_common(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *common]}
            await send(message)

        raw_scope = {**scope, "path": call.path.decode("latin-1"), WRITE: write}
        await self._control(raw_scope, call.receive, send_with_common)


def _through_the_wire(exchange: Exchange, answer: Answer, scope: Scope) -> Answer | None:
    """What is left to send of an answer that is lost or cut on its way."""
    effects = exchange.effects
    if exchange.answer_is_lost or (effects is not None and effects.reset):
        return _lost(scope)
    if effects is not None and effects.cut_at is not None:
        if EXTENSION not in scope.get("extensions", {}):
            return _lost(scope)
        scope["extensions"][EXTENSION].truncate(effects.cut_at)
    return answer


def _lost(scope: Scope) -> Answer | None:
    """Cut the connection; in process, where there is none to cut, the next best thing is an answer that says so."""
    wire = scope.get("extensions", {}).get(EXTENSION)
    if wire is not None:
        wire.reset()
        return None
    message = "The work is done and its answer is lost; in process there is no connection to cut, so this says it."
    return of_refusal(Refusal("MOCK_UNAVAILABLE", message))


async def _send(answer: Answer, send: Send, common: Headers) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, *common]})
    await send({"type": "http.response.body", "body": answer.body})


def _cors(call: Call, origin: str) -> Headers:
    """What a loopback or allowed origin's page needs to read the answer."""
    headers: list[tuple[bytes, bytes]] = [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"vary", b"Origin"),
        (b"access-control-expose-headers", b"x-portone-mock, x-portone-mock-request"),
    ]
    if call.method == "OPTIONS":
        headers += [
            (b"access-control-allow-methods", b"GET, POST, PUT, DELETE"),
            (b"access-control-allow-headers", call.headers.get(b"access-control-request-headers", b"*")),
            (b"access-control-allow-private-network", b"true"),
            (b"access-control-max-age", b"600"),
        ]
    return tuple(headers)


async def _decline(scope: Scope, receive: Receive, send: Send) -> None:
    """Lifespan is acknowledged for servers that insist on it; websockets are closed."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
        return
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
