"""The bundled load generator: keep-alive connections in a closed loop, without pipelining, in a process of its own.

Lives here: what has to be quick because it shares the clock with what it measures. `python -m tests.benchmarks.load`
reads a plan as JSON from stdin and prints the result as JSON. May not: know what is being measured.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import count, cycle, islice
from typing import Any, Final, cast

from .exchange import HEAD_END, AnswerError, length_of

COUNTER: Final = "%N%"


@dataclass(frozen=True)
class Plan:
    """What to send: `requests` in turn, for `seconds` after `warm_up`, or until `total` were sent.

    `%N%` in a request becomes a number, `first` and upwards, never the same twice; every request with one takes the
    next. Each request is a whole one as text, Content-Length right for any number (so it stands in headers only).
    A server that answers nothing for `patience` seconds ends the run.
    """

    host: str
    port: int
    requests: tuple[str, ...]
    connections: int = 32
    seconds: float = 0.0
    warm_up: float = 0.0
    total: int = 0
    first: int = 0
    patience: float = 30.0


@dataclass(frozen=True)
class Result:
    """Counted answers, the seconds they took, two quantiles of their time.

    `answers_in_all` counts those of the warm-up too; `busy` is the share of its core that the generator itself used:
    near 1 the figures are the generator's, not the server's.
    """

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    answers_in_all: int
    busy: float


def quantile(ordered: list[float], share: float) -> float:
    """The value that at least `share` of the ordered values do not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def stream(plan: Plan) -> Iterator[bytes]:
    """The requests in the order they are sent; endless unless the plan has a total."""
    numbers = count(plan.first)
    whole = cycle([(text, text.encode(), COUNTER in text) for text in plan.requests])
    endless = (
        text.replace(COUNTER, str(next(numbers))).encode() if numbered else ready for text, ready, numbered in whole
    )
    return islice(endless, plan.total) if plan.total else endless


class _Tally:
    """What the connections share: the requests, the window in which answers count, and how it ended."""

    def __init__(self, plan: Plan, done: asyncio.Future[None]) -> None:
        self.next_request = stream(plan).__next__
        self.open = plan.connections
        self.begin = time.perf_counter() + plan.warm_up
        self.end = self.begin + plan.seconds if plan.seconds else float("inf")
        self.last = self.begin
        self.times: list[float] = []
        self.answers_in_all = 0
        self._done = done

    def fail(self, error: Exception) -> None:
        if not self._done.done():
            self._done.set_exception(error)

    def finish_one(self) -> None:
        self.open -= 1
        if not self.open and not self._done.done():
            self._done.set_result(None)


class _Client(asyncio.Protocol):
    """One connection: an answer in, the next request out."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._received = b""
        self._finished = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        try:
            request = self._tally.next_request()
        except StopIteration:
            self._finish()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        received = self._received + data if self._received else data
        try:
            complete = self._is_complete(received)
        except AnswerError as error:
            self._tally.fail(error)
            self._transport.abort()
            return
        if not complete:
            self._received = received
            return
        self._received = b""
        self._count()

    @staticmethod
    def _is_complete(received: bytes) -> bool:
        end = received.find(HEAD_END)
        if end < 0:
            return False
        missing = end + 4 + length_of(received[:end]) - len(received)
        if missing < 0:
            raise AnswerError(f"{-missing} bytes more than Content-Length says: {received[:300]!r}")
        if not missing and not received.startswith(b"HTTP/1.1 2"):
            raise AnswerError(f"an answer that is no success: {received[:400].decode(errors='replace')}")
        return not missing

    def _count(self) -> None:
        now = time.perf_counter()
        tally = self._tally
        tally.answers_in_all += 1
        if now >= tally.end:
            self._finish()
            return
        if now >= tally.begin:
            tally.times.append(now - self._sent)
            tally.last = now
        self._send()

    def _finish(self) -> None:
        self._finished = True
        self._transport.close()
        self._tally.finish_one()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._finished:
            self._tally.fail(AnswerError(f"the server closed a connection in the middle: {error or 'end of stream'}"))


async def run(plan: Plan) -> Result:
    """Carry out the plan; every answer must be a success."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    tally = _Tally(plan, done)
    used, since = time.process_time(), time.perf_counter()
    opened = await asyncio.gather(
        *(loop.create_connection(lambda: _Client(tally), plan.host, plan.port) for _ in range(plan.connections))
    )
    try:
        await _finished(tally, done, plan.patience)
    finally:
        for transport, _client in opened:
            transport.abort()
    return _result(plan, tally, (time.process_time() - used) / (time.perf_counter() - since))


async def _finished(tally: _Tally, done: asyncio.Future[None], patience: float) -> None:
    """Until the last connection is done; a server that falls silent is an error, however long the round."""
    seen = -1
    while seen != tally.answers_in_all:
        seen = tally.answers_in_all
        await asyncio.wait([done], timeout=patience)
        if done.done():
            return done.result()
    done.cancel()  # closing the connections, which comes next, is no failure of theirs
    raise AnswerError(f"no answer for {patience:g} s; {tally.open} connections wait for one")


def _result(plan: Plan, tally: _Tally, busy: float) -> Result:
    if not tally.times:
        raise AnswerError("not one answer within the round")
    ordered = sorted(tally.times)
    p50_ms, p99_ms = (quantile(ordered, share) * 1000 for share in (0.5, 0.99))
    return Result(len(ordered), plan.seconds or tally.last - tally.begin, p50_ms, p99_ms, tally.answers_in_all, busy)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's where there is one: a quicker generator measures a server more honestly."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def main() -> int:
    """Read the plan, carry it out, print the result; 1 and one line where an answer could not be counted."""
    given: dict[str, Any] = json.load(sys.stdin)
    plan = Plan(**{**given, "requests": tuple(given["requests"])})
    gc.disable()
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            result = runner.run(run(plan))
    except (AnswerError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(asdict(result)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
