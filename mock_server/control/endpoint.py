"""What every tester's path has in common: reading the call, the sandbox it is about, answers and errors.

Lives here: ControlCall and Endpoint. May not: any single path. Errors are in English and carry the evidence:
{"type", "message", "at"?, "received"?, "nearest"?, "known"?}.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from ..answer import Answer, of_refusal
from ..api.credentials import HEADER, authorise
from ..call import Call, json_value
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..domain.wording import shown
from ..extension import EXTENSION
from ..mock import Mock
from ..store.sandbox import Sandbox

SANDBOX: Final = "sandbox"
# Where the scope of a call holds what writes it into the journal.
WRITE: Final = "portone_mock.write"
About = tuple[Sandbox | None, str | None]
Write = Callable[[str, About, Answer], None]


class ControlCall:
    """A tester's call: `path` holds the parameters of its path, `about` whose it is and of which id for the journal."""

    def __init__(
        self,
        mock: Mock,
        call: Call,
        path: Mapping[str, Any],
        *,
        wired: bool = False,
        listening: str | None = None,
        write: Write | None = None,
    ) -> None:
        self.mock = mock
        # The address that the call came in by.
        self.listening = listening
        # Whether the mock is served over a wire that can reset and cut connections.
        self.wired = wired
        self.call = call
        self.path = path
        self.about: About = (None, None)
        self._write = write

    def write(self, operation: str, answer: Answer) -> None:
        """Write this call into the journal, which has those of testers' paths only where it is asked to."""
        if self._write is not None:
            self._write(operation, self.about, answer)

    def parameters(self, *known: str) -> dict[str, str]:
        """The query's parameters; Refusal (INVALID_REQUEST) for an unknown one."""
        names = (*known, SANDBOX)
        refuse_unknown(self.call.parameter_names(), names, "query parameter")
        return self.call.parameters(names)

    async def members(self, *known: str) -> dict[str, Any]:
        """The members of the JSON body, none for no body; Refusal (INVALID_REQUEST) for an unknown one."""
        members = await self.call.json_object(empty=True)
        if known:
            refuse_unknown(members, known)
        return members

    async def value(self) -> Any:
        """The JSON body, whatever it is."""
        return json_value(await self.call.body())

    async def sandbox(self, *known_parameters: str) -> Sandbox:
        """The sandbox that this call is about: its credential's, `?sandbox=`'s, else the default one."""
        store_id = self.parameters(*known_parameters).get(SANDBOX)
        header = self.call.headers.get(HEADER)
        sandboxes = self.mock.sandboxes
        by_credential = (await authorise(header, sandboxes)).sandbox if header is not None else None
        if store_id is None:
            return by_credential or sandboxes.default
        by_store = await sandboxes.of_store(store_id)
        if by_store is None:
            raise Refusal("UNAUTHORIZED", f"No sandbox has the store id given as ?{SANDBOX}=.", at=SANDBOX)
        if by_credential is not None and by_credential is not by_store:
            raise Refusal(
                "INVALID_REQUEST",
                f"The Authorization header and ?{SANDBOX}= name two sandboxes; send one of them.",
                at=SANDBOX,
            )
        return by_store


def in_english(refusal: Refusal) -> Refusal:
    """The refusal as a tester reads it: the journal's sentence is the message."""
    return Refusal(refusal.type, refusal.why, headers=refusal.headers, **refusal.details)


def refuse_unknown(given: Iterable[str], known: Iterable[str], what: str = "member") -> None:
    """Refusal (INVALID_REQUEST) for the first name that is not known."""
    names = list(known)
    for name in given:
        if name not in names:
            near = nearest(name, names)
            raise Refusal(
                "INVALID_REQUEST",
                f"There is no {what} {shown(name)} here"
                + (f"; did you mean '{near}'?" if near else f"; known: {', '.join(names) or 'none'}."),
                at=name[:100],
                nearest=near,
                known=names,
            )


Handler = Callable[[ControlCall], Awaitable[Answer]]


class Endpoint:
    """One path as an ASGI application: a handler for each method it takes. An open one needs no admin token."""

    def __init__(self, mock: Mock, *, is_open: bool = False, **by_method: Handler) -> None:
        self._mock = mock
        self._is_open = is_open
        # Health checks and browsers probe what is open with HEAD; its answer has no body.
        self._by_method = {**by_method, "HEAD": by_method["GET"]} if is_open and "GET" in by_method else by_method

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        call = Call(scope, receive)  # type: ignore[arg-type]
        answer = await self._answer(call, scope)
        await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": b"" if call.method == "HEAD" else answer.body})

    async def _answer(self, call: Call, scope: Scope) -> Answer:
        try:
            listening = (scope.get("server") or (None,))[0]
            if not self._is_open:
                self._mock.guard.check_control(call, listening)
            handler = self._by_method.get(call.method)
            if handler is None:
                raise self._wrong_method(call.method)
            wired = EXTENSION in scope.get("extensions", {})
            return await handler(
                ControlCall(
                    self._mock, call, scope["path_params"], wired=wired, listening=listening, write=scope.get(WRITE)
                )
            )
        except Refusal as refusal:
            return of_refusal(in_english(refusal))

    def _wrong_method(self, method: str) -> Refusal:
        allowed = ", ".join(sorted(set(self._by_method) - {"HEAD"}))
        return Refusal(
            "MOCK_METHOD_NOT_ALLOWED",
            f"{method} is not a method of this path; it takes {allowed}.",
            headers=((b"allow", allowed.encode("ascii")),),
        )


def done() -> Answer:
    """204, for what leaves nothing to show."""
    return Answer(204, b"", headers=())
