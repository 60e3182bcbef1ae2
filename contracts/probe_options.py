"""The options of `portone-contracts probe`, from the command line and from probe.yaml.

Lives here: what may be given, where it is read from. May not: what is done with it (probe_command.py).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from .report_files import OUT
from .seconds_option import Seconds
from .settings import from_environment, variable
from .text import LANGS, Lang

if TYPE_CHECKING:
    from .probe.config import BadConfig, Config

FILE: Final = "probe.yaml"
_FAIL_ON: Final = ("security", "money", "user-harm", "robustness", "advice")
SECONDS: Final = 30.0
PORT: Final = 8585
START_MEMBER: Final = "identityVerificationId"
# Names with values: those of the command line come on top of the file's.
_NAMED: Final = ("headers", "env", "promise")
_READ: Final = "what the file holds"
Command = TypeVar("Command", bound=Callable[..., Any])


def _from_file(ctx: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    """Takes the options of the file as defaults; what is wrong with it is told later, in the language asked for."""
    from .probe.config import BadConfig, read_config

    path = path or (Path(FILE) if Path(FILE).exists() else None)
    if path is not None:
        try:
            config = read_config(path, ctx.command.params, ctx)
        except BadConfig as bad:
            ctx.meta[_READ] = bad
        else:
            ctx.meta[_READ] = config
            ctx.default_map = {name: value for name, value in config.values.items() if name not in _NAMED}
    return path


def read_options(ctx: click.Context) -> "tuple[dict[str, Any], Lang]":
    """Every option by its parameter, and the language."""
    given = dict(ctx.params)
    for name in ("lang", "api_secret", "admin_token"):
        # What the environment says is nearer than a file.
        if ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP and from_environment(name.replace("_", "-")):
            given[name] = None
    read: Config | BadConfig | None = ctx.meta.get(_READ)
    if read is not None and not isinstance(read, Exception):
        for name in _NAMED:
            given[name] = (*read.values.get(name, ()), *given[name])
    return given, given["lang"] or ("ko" if from_environment("lang") == "ko" else "en")


def wrong_file(ctx: click.Context) -> "BadConfig | None":
    """What is wrong with the file, where something is."""
    read: Config | BadConfig | None = ctx.meta.get(_READ)
    return read if isinstance(read, Exception) else None


def with_options(command: Command) -> Command:
    """The command with every option."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class _Lines(click.types.StringParamType):
    """Text; several of them in a variable have a line each, since a header has blanks in it."""

    envvar_list_splitter = "\n"


_LINES: Final = _Lines()
# Read by the settings module: a secret is never click's to show, and all of the judge speaks one language.
_READ_ELSEWHERE: Final = ("api-secret", "admin-token", "lang")


def _option(name: str, *, help: str, **given: Any) -> Callable[[Any], Any]:  # noqa: A002 - click's own word
    """An option that a variable may give as well."""
    of = name.partition("/")[0].removeprefix("--")
    asked: dict[str, Any] = {} if of in _READ_ELSEWHERE else {"envvar": variable(of)}
    return click.option(name, help=f"{help} [{variable(of)}]", **asked, **given)


_OPTIONS: Final[list[Callable[[Any], Any]]] = [
    _option(
        "--endpoint",
        metavar="CALL",
        help='What takes an id: "POST /path", "GET /path?id={id}", with JSON, or a form (id={id}). 아이디를 받는 요청',
    ),
    _option(
        "--start",
        metavar="CALL",
        help='What issues an id, where the application does: "POST /path/start". 아이디를 내주는 요청',
    ),
    _option(
        "--start-member",
        metavar="MEMBER",
        default=START_MEMBER,
        help="The member of its answer that holds the id. 아이디가 든 필드",
    ),
    _option(
        "--headers",
        metavar="NAME: VALUE",
        multiple=True,
        type=_LINES,
        help="Sent with every call; again for another. 함께 보낼 헤더",
    ),
    _option(
        "--accepted",
        metavar="MEMBER=VALUE",
        help="How a 2xx says yes in its JSON (unless given every 2xx does). 승인을 뜻하는 값",
    ),
    _option(
        "--later",
        metavar="MEMBER=VALUE",
        multiple=True,
        type=_LINES,
        help="How it says: try again later (besides 503, 429); status=502 is a status; again for another. 재시도의 값",
    ),
    _option(
        "--policy",
        metavar="NAME|FILE",
        default="sign-up",
        help="What the application promises: sign-up, adult-shop, login-again, or a file (YAML, JSON). 정책",
    ),
    _option(
        "--promise",
        metavar="NAME=VALUE",
        multiple=True,
        type=_LINES,
        help="One more promise, or another value of one. 정책에 더할 약속",
    ),
    _option("--mock", metavar="URL", help="A portone-mock that runs already. 실행 중인 모의 서버"),
    _option(
        "--api-secret",
        metavar="S|@FILE",
        help="Of the sandbox there. 모의 서버의 API Secret",
    ),
    _option(
        "--admin-token",
        metavar="T|@FILE",
        help="Of that mock, where it wants one. 관리 토큰",
    ),
    _option(
        "--mock-port",
        metavar="PORT",
        type=click.IntRange(1, 65535),
        default=PORT,
        help="Where a mock is started without --mock. 시작할 포트",
    ),
    _option(
        "--run", metavar="COMMAND", help="Starts the application, and ends it afterwards. 애플리케이션을 시작하는 명령"
    ),
    _option(
        "--env",
        metavar="NAME=VALUE",
        multiple=True,
        type=_LINES,
        help="For --run; {base}, {secret}, {store}, {channel} stand for the mock's. 환경 변수",
    ),
    _option(
        "--fake-time/--no-fake-time",
        default=False,
        help="With --run: start it again at the moments that mistakes in dates show (libfaketime). 시계를 옮겨서도",
    ),
    _option(
        "--config",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        is_eager=True,
        callback=_from_file,
        help=f"All of these from a file (default: {FILE}, where there is one). 옵션 파일",
    ),
    _option("--init", is_flag=True, help="Write that file, asking what is not given as an option. 옵션 파일 만들기"),
    _option("--only", metavar="CASES", default="", help="Such as AGE-*,STATUS-01. 일부 사례만"),
    _option("--explain", metavar="CASE", help="Say why a case matters and how to fix it, and stop. 사례 설명"),
    _option("--slow/--no-slow", default=False, help="Play the cases that take a minute, too. 오래 걸리는 사례도"),
    _option(
        "--fail-on",
        type=click.Choice(_FAIL_ON),
        default="user-harm",
        help="The least severity that makes the exit status 1 (default: user-harm). 실패로 볼 심각도",
    ),
    _option(
        "--timeout",
        metavar="S",
        type=Seconds(),
        default=SECONDS,
        help="For one answer (30; TRANSPORT-18 has a limit of its own: 70). 응답 제한 시간",
    ),
    _option(
        "--allow-remote/--no-allow-remote",
        default=False,
        help="Send to a machine that is neither this one nor in a private network. 외부 주소 허용",
    ),
    _option("--junit", metavar="FILE", type=OUT, help="JUnit XML 보고서"),
    _option("--html", metavar="FILE", type=OUT, help="A page for people. 사람이 읽는 보고서"),
    _option("--json", metavar="FILE", type=OUT, help="JSON 보고서"),
    _option("--lang", type=click.Choice(LANGS), default=None, help="ko, en. 언어"),
]
