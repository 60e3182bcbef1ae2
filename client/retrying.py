"""When to ask again, and after how long; the waiting itself is tenacity's. No I/O.

Only a TransientError is worth it: connection errors, 429, 5xx. A refusal is an answer and stays one. A GET changes
nothing, and every POST carries an Idempotency-Key of this client's making.
"""

from dataclasses import dataclass
from typing import Any

from tenacity import RetryCallState, retry_if_exception, stop_after_attempt, stop_before_delay, wait_random_exponential

from .errors import TransientError


@dataclass(frozen=True)
class Patience:
    """`attempts` in all; none begins later than `seconds` after the first; `longest_wait` (seconds) between two."""

    attempts: int = 3
    longest_wait: float = 5.0
    seconds: float = 90.0

    def policy(self) -> dict[str, Any]:
        """The arguments of tenacity's Retrying and AsyncRetrying."""
        return {
            "retry": retry_if_exception(self._worth_it),
            "wait": self._wait,
            "stop": stop_after_attempt(self.attempts) | stop_before_delay(self.seconds),
            "reraise": True,
        }

    def _worth_it(self, error: BaseException) -> bool:
        """A longer Retry-After is for the caller's own Retry-After, not for holding a user's request open."""
        return isinstance(error, TransientError) and (error.retry_after or 0) <= self.longest_wait

    def _wait(self, state: RetryCallState) -> float:
        """Full jitter, on top of what PortOne asked for, so that callers who were turned away do not return at once."""
        error = state.outcome.exception() if state.outcome else None
        asked_for = error.retry_after or 0.0 if isinstance(error, TransientError) else 0.0
        return asked_for + wait_random_exponential(multiplier=0.25, max=self.longest_wait)(state)
