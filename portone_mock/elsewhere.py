"""A mock that somebody else started, as the plugin uses it.

Lives here: Elsewhere. May not: starting anything, or being loaded without `--portone-url`.
"""

from http.client import HTTPException
from types import TracebackType
from typing import Any, Self

from mock_server.handle import ControlClient, ControlError, SandboxHandle


class NoMockError(Exception):
    """Why there is no mock to use, in one line."""


class Elsewhere:
    """The mock at an address; NoMockError where none answers, or one that wants another admin token."""

    def __init__(self, base_url: str, admin_token: str | None) -> None:
        self._client = ControlClient(base_url, admin_token=admin_token)
        self.base_url = self._client.base_url
        try:
            health = self._client.call("GET", "/health")
            self._client.call("GET", "/outcomes")
        except (OSError, HTTPException) as error:
            raise NoMockError(
                f"nothing answers there ({error}); start it with portone-mock serve, or leave the option out and one "
                "is started"
            ) from None
        except ControlError as error:
            raise NoMockError(_refused(error)) from None
        if not _is_health(health):
            raise NoMockError(f"what answers there is no portone-mock: its /_mock/health says {health!r:.60}")

    def sandbox(self, scenario: object = "empty") -> SandboxHandle:
        """A new sandbox with random credentials."""
        return self._client.create_sandbox(scenario)

    def __enter__(self) -> Self:
        """Nothing to do: it runs."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection; the mock goes on running."""
        self._client.close()


def _is_health(answer: Any) -> bool:
    return isinstance(answer, dict) and {"status", "version"} <= set(answer)


def _refused(error: ControlError) -> str:
    if error.status == 401:
        return "that mock wants its admin token, and --portone-admin-token does not give it"
    return f"what answers there seems to be no portone-mock: {error}"
