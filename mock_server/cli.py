"""The command line: `portone-mock serve | exec | env | scenarios | health`.

Lives here: options, what is printed, exit statuses (0 fine, 1 unhealthy, 2 usage; `exec` has those of its command). May
not: behaviour of the server.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from .domain.nearest import nearest
from .settings import READERS, SettingError, Settings, language, read, variable
from .version import VERSION

if TYPE_CHECKING:
    from .scenario import Scenario

Command = TypeVar("Command", bound=Callable[..., Any])

# Option -> (how its value is called, what it does). The reading of values is the settings module's.
_HELP: Final[Mapping[str, tuple[str, str]]] = {
    "host": ("HOST", "Address to listen on (default: localhost, on both loopbacks). 들을 주소"),
    "port": ("PORT", "Port (default: 8585; 0 picks a free one). 포트"),
    "scenario": ("NAME|FILE", "State that every sandbox starts from (default: default). 시작 시나리오"),
    "api-secret": ("SECRET", "API secret of the default sandbox, so that your .env stays as it is. API Secret"),
    "store-id": ("STORE", "Store id of the default sandbox. 상점 아이디"),
    "channel-key": ("NAME=KEY", "Key of a channel, such as danal=channel-key-…; repeatable. 채널 키"),
    "admin-token": ("TOKEN", "Token of the control paths (default: none on loopback, a random one off it). 관리 토큰"),
    "open-control": ("", "Control paths without a token off loopback: closed networks only. 관리 토큰 없이 사용"),
    "public-url": ("URL", "Address under which others reach this server. 외부에서 쓰는 주소"),
    "allowed-host": ("NAME", "A further Host to answer to; repeatable. 허용할 Host"),
    "allow-origin": ("ORIGIN", "A web origin that may call every path; repeatable. 허용할 Origin"),
    "seed": ("N", "Makes identifiers repeatable. 식별자를 되풀이하는 시드"),
    "idle": ("DURATION", "Drop sandboxes that were not used for so long (default: 24h). 샌드박스 유휴 시간"),
    "state": ("FILE", "Keep the default and the sandbox-… sandboxes in this file, over restarts. 상태를 둘 파일"),
    "strict": ("", "Refuse unknown members and query parameters. 모르는 항목 거절"),
    "watch": ("", "Read the scenario's file again when it changes. 시나리오 파일이 바뀌면 다시 읽기"),
    "people-only": (
        "",
        "Nobody is typed in the window (default: off loopback; or --no-people-only). 인증창의 직접 입력 막기",
    ),
    "lang": ("ko|en", "Language of errors in scenarios (default: the locale's). 시나리오 오류의 언어"),
}
_REPEATABLE: Final = frozenset({"channel-key", "allowed-host", "allow-origin"})
# Flags whose default depends on other settings, so that both answers can be given.
_BOTH_WAYS: Final = frozenset({"people-only"})


class Group(click.Group):
    """Commands whose misuse is answered in one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As click does, but without the usage text around an error."""
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(2)
        except click.Abort:
            sys.exit(1)
        except click.ClickException as error:
            fail(error.format_message())

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, with the known commands in the error."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = nearest(args[0], self.commands)
            hint = f"; did you mean {near}?" if near else "."
            fail(f"there is no command {args[0]!r}{hint} Known: {', '.join(self.commands)}")
        return super().resolve_command(ctx, args)


def _setting_options(command: Command) -> Command:
    """Every option of `serve`, read as text: the settings module converts it and knows its variable."""
    for option in reversed(list(READERS)):
        metavar, text = _HELP[option]
        text = f"{text} [{variable(option)}]"
        if not metavar:
            names = f"--{option}/--no-{option}" if option in _BOTH_WAYS else f"--{option}"
            command = click.option(names, is_flag=True, default=None, help=text)(command)
        else:
            command = click.option(
                f"--{option}", metavar=metavar, multiple=option in _REPEATABLE, default=None, help=text
            )(command)
    return command


def _settings(options: Mapping[str, Any], **defaults: str) -> Settings:
    texts = {}
    for name, value in options.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            texts[option] = "1" if value else "0"
        elif isinstance(value, tuple) and value:
            texts[option] = ",".join(value)
        elif isinstance(value, str):
            texts[option] = value
    try:
        settings, notes = read(texts, defaults=defaults)
    except SettingError as error:
        fail(str(error))
    for note in notes:
        click.echo(f"portone-mock: {note}", err=True)
    return settings


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="portone-mock")
def main() -> None:
    """A local PortOne V2 identity verification (본인인증) service for the people who integrate it."""


@main.command()
@_setting_options
@click.option("--quiet", is_flag=True, help="No banner. 안내 없이 시작")
def serve(*, quiet: bool, **options: Any) -> None:
    """Serve the mock. 모의 서버를 시작합니다."""
    # What a start loads stays for good: until the server runs there is nothing to collect.
    gc.disable()
    try:
        _serve(_settings(options), quiet=quiet)
    finally:
        gc.enable()


def _serve(settings: Settings, *, quiet: bool) -> None:
    from .serving_command import ServeError, serve

    try:
        # A pipe that nobody reads would fill up and stop the server: only a terminal is told of refused calls.
        told = not quiet and sys.stderr.isatty()
        serve(settings, announce=None if quiet else _echo, complain=_complain if told else None)
    except ServeError as error:
        fail(str(error))


# What follows the first word is the command's own, with or without `--` before it.
@main.command("exec", context_settings={"allow_interspersed_args": False})
@click.argument("words", metavar="COMMAND…", nargs=-1, required=True, type=click.UNPROCESSED)
@_setting_options
@click.option("--quiet", is_flag=True, help="Do not say where the mock is. 주소를 알리지 않기")
def exec_(*, words: tuple[str, ...], quiet: bool, **options: Any) -> None:
    """Run a command with a mock of its own. 명령 하나를 모의 서버와 함께 실행합니다."""
    from .exec_command import ExecError, run_with_mock

    # The command has its own use for stdout.
    say = (lambda _: None) if quiet else _complain
    try:
        sys.exit(run_with_mock(_settings(options, port="0"), words, say))
    except ExecError as error:
        fail(str(error), error.status)


@main.command()
@click.option("--format", "form", metavar="FORMAT", default="dotenv", help="dotenv, spring, next or compose.")
@_setting_options
def env(*, form: str, **options: Any) -> None:
    """Print what an application needs to reach the mock. 애플리케이션 설정을 출력합니다."""
    from .banner import connection_of
    from .env_formats import FORMATS, render

    if form not in FORMATS:
        near = nearest(form, FORMATS)
        fail(
            f"--format {form!r} is unknown"
            + (f"; did you mean {near}?" if near else ".")
            + f" Known: {', '.join(FORMATS)}"
        )
    settings = _settings(options)
    if settings.port == 0:
        fail("env needs the port that the mock is on: --port 0 stands for any free one")
    channels = _loaded(settings.scenario, settings.lang).channels
    try:
        connection = connection_of(settings, settings.port, channels.with_keys(settings.channel_keys))
    except ValueError as error:
        fail(str(error))
    click.echo(render(connection, form))


def _lang_option(command: Command) -> Command:
    metavar, text = _HELP["lang"]
    return click.option("--lang", metavar=metavar, default=None, help=f"{text} [{variable('lang')}]")(command)


@main.group(cls=Group)
def scenarios() -> None:
    """The scenarios that ship with the mock. 시나리오"""


@scenarios.command("list")
def list_scenarios() -> None:
    """Every scenario with its description. 시나리오 목록"""
    from .scenario import load_scenario, shipped

    for name in shipped():
        scenario = load_scenario(name)
        click.echo(name)
        if scenario.description:
            click.echo(f"  {scenario.description.ko}\n  {scenario.description.en}")


@scenarios.command("show")
@click.argument("name")
@_lang_option
def show_scenario(name: str, lang: str | None) -> None:
    """A scenario's file. 시나리오 파일 보기"""
    from .scenario import source_of

    _loaded(name, _language(lang))
    click.echo(source_of(name), nl=False)


@scenarios.command("validate")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--play", is_flag=True, help="Also play what they expect of the API. expect를 실제로 실행해 비교")
@_lang_option
def validate_scenarios(files: tuple[str, ...], *, play: bool, lang: str | None) -> None:
    """Whether these files (or names) can be loaded: exit status 2 for a flaw. 시나리오 파일 검사

    With --play each is loaded into a mock and its expectations are compared with what comes: exit status 1 for a
    difference.
    """
    from .scenario import ScenarioError, load_scenario

    spoken = _language(lang)
    loaded, flawed = {}, False
    for name in files:
        try:
            loaded[name] = load_scenario(name)
        except ScenarioError as error:
            flawed = True
            click.echo(f"portone-mock: {error.line(spoken)}", err=True)
    differing = _played(loaded, spoken) if play else False
    for name in loaded if not play else ():
        click.echo(f"{name}: {_FINE[spoken]}")
    sys.exit(2 if flawed else 1 if differing else 0)


_FINE: Final = {"ko": "문제없음", "en": "fine"}


def _played(loaded: "Mapping[str, Scenario]", spoken: str) -> bool:
    """Plays scenarios, each in a sandbox of its own, and prints what came of them; whether anything differed."""
    from .embedding import MockPortOne
    from .playing import play
    from .scenario import steps_of

    differing = False
    with MockPortOne() as portone:
        for name, scenario in loaded.items():
            with portone.sandbox(dict(scenario.document)) as box:
                found = play(scenario, box)
            differing = differing or bool(found)
            steps = len(steps_of(scenario))
            done = {"ko": f"{steps}단계 실행", "en": f"{steps} step{'' if steps == 1 else 's'} played"}[spoken]
            lines = [f"{name}: {difference.line(spoken)}" for difference in found]
            click.echo("\n".join(lines or [f"{name}: {_FINE[spoken]}, {done}"]))
    return differing


@scenarios.command("schema")
def print_schema() -> None:
    """The JSON Schema of scenario files, for editors. 편집기에 알려 줄 JSON Schema"""
    import json

    from .scenario import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@scenarios.command("export")
@click.argument("url", required=False)
@_setting_options
def export_scenario(url: str | None, **options: Any) -> None:
    """Print a running mock's present world as a scenario. 지금 상태를 시나리오로 출력

    The sandbox is that of --api-secret, else the default one.
    """
    from .export_command import ExportError, exported
    from .serving import client_host

    settings = _settings(options)
    address = url or f"http://{client_host(settings.host)}:{settings.port}"
    try:
        click.echo(exported(address, settings.api_secret, settings.admin_token), nl=False)
    except ExportError as error:
        fail(str(error), 1)


def _loaded(name: str, spoken: str) -> "Scenario":
    from .scenario import ScenarioError, load_scenario

    try:
        return load_scenario(name)
    except ScenarioError as error:
        fail(error.line(spoken))


def _language(option: str | None) -> str:
    try:
        return language(option)
    except SettingError as error:
        fail(str(error))


@main.command()
@click.argument("url", required=False)
@_setting_options
def health(url: str | None, **options: Any) -> None:
    """Ask a running mock whether it works: exit status 0 or 1. 상태 확인"""
    from .health_check import check
    from .serving import client_host

    settings = _settings(options)
    healthy, line = check(url or f"http://{client_host(settings.host)}:{settings.port}")
    click.echo(line, err=not healthy)
    sys.exit(0 if healthy else 1)


def _echo(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()


def _complain(line: str) -> None:
    click.echo(f"portone-mock: {line}", err=True)


def fail(line: str, status: int = 2) -> NoReturn:
    """End with one line on stderr."""
    click.echo(f"portone-mock: {line}", err=True)
    sys.exit(status)
