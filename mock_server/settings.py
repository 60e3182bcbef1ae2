"""The settings of a server, and the only reading of the environment.

Lives here: Settings, the names of the environment variables, and turning texts into values. May not: printing, files.
"""

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final
from urllib.parse import urlsplit

from .domain.nearest import nearest

PREFIX: Final = "PORTONE_MOCK_"
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(s|m|h|d)?", re.ASCII)
_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, None: 1.0}
_HOST: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
LANGUAGES: Final = ("ko", "en")
# The variables of the locale, the stronger ones first.
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_KEY: Final = re.compile(r"[A-Za-z0-9._-]+=\S+")


class SettingError(Exception):
    """A setting that cannot be used, in one line: its name, what was given, what is expected."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a server is told at its start. Names are those of the options of `serve`."""

    host: str = "localhost"
    port: int = 8585
    scenario: str = "default"
    api_secret: str | None = None
    store_id: str | None = None
    channel_keys: Mapping[str, str] = field(default_factory=dict)
    admin_token: str | None = None
    open_control: bool = False
    public_url: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    allow_origins: tuple[str, ...] = ()
    seed: int | None = None
    idle: float = 24 * 3600.0
    strict: bool = False
    state: str | None = None
    watch: bool = False
    # Whether the window offers the people only: nobody can be typed. None: off loopback, where others could type.
    people_only: bool | None = None
    # Of the lines about scenarios: ko or en.
    lang: str = "en"
    # For embedding only: no option of the command line.
    most_sandboxes: int = 20_000

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def control_is_open(self) -> bool:
        """Whether the tester's paths need no admin token: on loopback, unless one was given all the same."""
        return self.admin_token is None and (self.loopback or self.open_control)

    @property
    def takes_typed_people(self) -> bool:
        """Whether a person may be typed into the window, besides choosing one."""
        return self.loopback if self.people_only is None else not self.people_only

    def with_admin_token(self) -> "Settings":
        """These settings with a random admin token where one is needed and none was given."""
        if self.control_is_open or self.admin_token is not None:
            return self
        return _replaced(self, admin_token=secrets.token_urlsafe(24))


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine only."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _replaced(settings: Settings, **changes: Any) -> Settings:
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return Settings(**{**values, **changes})


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > 65535:
        raise ValueError("a port is a number from 0 to 65535 (0 picks a free one)")
    return int(text)


def _seed(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise ValueError("a seed is a whole number")
    return int(text)


def duration(text: str) -> float:
    """Seconds of `90`, `90s`, `15m`, `24h` or `7d`; ValueError otherwise."""
    match = _DURATION.fullmatch(text)
    seconds = float(match[1]) * _UNITS[match[2]] if match else 0.0
    if seconds <= 0:
        raise ValueError("a duration is a number above 0 with a unit: 90s, 15m, 24h or 7d")
    return seconds


def _flag(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ValueError("write 1 or 0")


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", text) if part)


def _hosts(text: str) -> tuple[str, ...]:
    names = _several(text)
    if not all(_HOST.fullmatch(name) for name in names):
        raise ValueError("write the name only, such as portone.example.test, without scheme, port or path")
    return names


def _channel_keys(text: str) -> dict[str, str]:
    parts = _several(text)
    for part in parts:
        if not _KEY.fullmatch(part):
            raise ValueError(f"{part!r} is not of the form NAME=KEY, such as danal=channel-key-1234")
    pairs = [(name, key) for name, _, key in (part.partition("=") for part in parts)]
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a channel is named twice")
    return dict(pairs)


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError("write scheme and host only, such as https://portone.example.test")
    return f"{parts.scheme}://{parts.netloc}"


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_url(part) for part in _several(text))


def _text(text: str) -> str:
    if not text or text.strip() != text or not text.isprintable():
        raise ValueError("it must not be empty, nor begin or end with a space, nor hold control characters")
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError("write ko or en")
    return text


def language(option: str | None, environment: Mapping[str, str] | None = None) -> str:
    """`ko` or `en`: the option, else PORTONE_MOCK_LANG, else Korean where the locale is Korean; SettingError."""
    environ = os.environ if environment is None else environment
    for source, text in (("--lang", option), (variable("lang"), environ.get(variable("lang")))):
        if text is not None:
            return str(_read_one(source, "lang", text, _language))
    locale = next((environ[name] for name in _LOCALE if environ.get(name)), "")
    return "ko" if locale.startswith("ko") else "en"


# Option (and, upper case, environment variable) -> (field, reader of its text).
READERS: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "host": ("host", _text),
    "port": ("port", _port),
    "scenario": ("scenario", _text),
    "api-secret": ("api_secret", _text),
    "store-id": ("store_id", _text),
    "channel-key": ("channel_keys", _channel_keys),
    "admin-token": ("admin_token", _text),
    "open-control": ("open_control", _flag),
    "public-url": ("public_url", _url),
    "allowed-host": ("allowed_hosts", _hosts),
    "allow-origin": ("allow_origins", _origins),
    "seed": ("seed", _seed),
    "idle": ("idle", duration),
    "state": ("state", _text),
    "strict": ("strict", _flag),
    "watch": ("watch", _flag),
    "people-only": ("people_only", _flag),
    "lang": ("lang", _language),
}
# Options that hold secrets: their values are never repeated.
SECRET_OPTIONS: Final = frozenset({"api-secret", "admin-token"})


def variable(option: str) -> str:
    """The environment variable of an option: `--api-secret` is PORTONE_MOCK_API_SECRET."""
    return PREFIX + option.upper().replace("-", "_")


def environment_with(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with these variables, for another one."""
    return {**os.environ, **values}


def read(
    options: Mapping[str, str],
    environment: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> tuple[Settings, list[str]]:
    """Settings from options (texts by option name) over the environment over defaults, and lines to tell the user.

    Raises SettingError, in one line, for a value that cannot be used and for a variable that does not exist.
    """
    environ = os.environ if environment is None else environment
    notes: list[str] = []
    values: dict[str, Any] = {}
    for option, (name, reader) in READERS.items():
        source, text = f"--{option}", options.get(option)
        if text is None:
            source, text = variable(option), environ.get(variable(option))
        if option == "port" and source != "--port" and text and text.startswith("tcp://"):
            notes.append(f"{source}={text} is ignored: it is a Kubernetes service link, not a port")
            text = None
        if text is None and (text := (defaults or {}).get(option)) is None:
            continue
        values[name] = _read_one(source, option, text, reader)
    values["lang"] = language(options.get("lang"), environ)
    _refuse_unknown_variables(environ)
    settings = Settings(**values)
    if settings.admin_token and settings.open_control:
        raise SettingError("--admin-token and --open-control exclude each other: give one of them")
    return settings, notes


def _read_one(source: str, option: str, text: str, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(text)
    except ValueError as error:
        shown = "" if option in SECRET_OPTIONS else f"={text!r}"
        raise SettingError(f"{source}{shown}: {error}") from None


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    known = {variable(option) for option in READERS}
    # Kubernetes sets these for a service that is called portone-mock.
    links = re.compile(r"PORTONE_MOCK_(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_\w+)")
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and not links.fullmatch(name):
            near = nearest(name, known)
            raise SettingError(
                f"{name} is not a variable of portone-mock"
                + (f"; did you mean {near}?" if near else f". Known: {', '.join(sorted(known))}")
            )
