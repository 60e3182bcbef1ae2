"""What an application needs to be told, in the forms that applications read.

Lives here: the five values and their rendering. May not: printing.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

FORMATS: Final = ("dotenv", "spring", "next", "compose")
# A secret that was given is never printed: whoever gave it has it.
GIVEN_SECRET: Final = "<the secret you gave>"  # noqa: S105 - not a secret
_WITHHELD: Final = (
    f"# 지정하신 API Secret은 다시 출력하지 않습니다. {GIVEN_SECRET} 자리에 직접 넣으세요.\n"
    f"# The API secret that you gave is not printed again: put it in the place of {GIVEN_SECRET}.\n"
)


class Connection(NamedTuple):
    """The address of a mock and the credentials of one sandbox."""

    base_url: str
    api_secret: str
    store_id: str
    channel_key: str

    @property
    def sdk_url(self) -> str:
        """Where the browser SDK is served."""
        return f"{self.base_url}/v2/browser-sdk.js"

    def variables(self) -> dict[str, str]:
        """The values under the names that our documents use."""
        return {
            "PORTONE_API_BASE": self.base_url,
            "PORTONE_API_SECRET": self.api_secret,
            "PORTONE_STORE_ID": self.store_id,
            "PORTONE_CHANNEL_KEY": self.channel_key,
            "PORTONE_SDK_URL": self.sdk_url,
        }


def render(connection: Connection, form: str) -> str:
    """The lines of `portone-mock env --format FORM`; KeyError for a form that is not in FORMATS."""
    lines = _RENDERERS[form](connection)
    return _WITHHELD + lines if connection.api_secret == GIVEN_SECRET else lines


def _dotenv(connection: Connection) -> str:
    return "\n".join(f"{name}={_quoted(value)}" for name, value in connection.variables().items())


def _quoted(value: str) -> str:
    """As dotenv readers and shells both take it: quoted only where it has to be."""
    if all(character.isalnum() or character in "-_./:@%+=," for character in value):
        return value
    return "'" + value.replace("'", "'\\''") + "'"


def _next(connection: Connection) -> str:
    """Next.js hands to the browser what begins with NEXT_PUBLIC_, and the secret must not be among it."""
    public = {"PORTONE_STORE_ID", "PORTONE_CHANNEL_KEY", "PORTONE_SDK_URL"}
    lines = ["# .env.local"]
    for name, value in connection.variables().items():
        lines.append(f"{'NEXT_PUBLIC_' if name in public else ''}{name}={_quoted(value)}")
    return "\n".join(lines)


def _spring(connection: Connection) -> str:
    return "\n".join(
        (
            "# application-local.yml",
            "portone:",
            f"  api-base: {_yaml(connection.base_url)}",
            f"  api-secret: {_yaml(connection.api_secret)}",
            f"  store-id: {_yaml(connection.store_id)}",
            f"  channel-key: {_yaml(connection.channel_key)}",
            f"  sdk-url: {_yaml(connection.sdk_url)}",
        )
    )


def _compose(connection: Connection) -> str:
    lines = ["# compose.yaml, under your application's service", "environment:"]
    lines += [f"  {name}: {_yaml(value)}" for name, value in connection.variables().items()]
    if "localhost" in connection.base_url or "127.0.0.1" in connection.base_url:
        lines += [
            "# localhost is the container itself there; for a mock that runs on the host:",
            '# extra_hosts: ["host.docker.internal:host-gateway"], and host.docker.internal in place of localhost.',
        ]
    return "\n".join(lines)


def _yaml(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_RENDERERS: Final[Mapping[str, Callable[[Connection], str]]] = {
    "dotenv": _dotenv,
    "spring": _spring,
    "next": _next,
    "compose": _compose,
}
