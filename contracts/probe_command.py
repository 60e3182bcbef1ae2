"""`portone-contracts probe`: playing every situation to somebody's own application.

Lives here: options, what is printed, exit statuses (0 nothing found, 1 findings, 2 usage or no judgement). May not:
cases, playing them.
"""

import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .breaking_off import broken_off_once
from .credentials import BadCredential, credential
from .ending_command import fail
from .probe_init_command import init
from .probe_options import PORT, SECONDS, START_MEMBER, read_options, with_options, wrong_file
from .report_files import Files
from .settings import from_environment, variable
from .text import Lang, Text, said

if TYPE_CHECKING:
    from .probe.application import Application
    from .probe.case import Case
    from .probe.mock import Mock
    from .probe.moving import Start
    from .probe.play import Setting
    from .probe.policy import Policy
    from .probe.report import Run
    from .probe.verdicts import Result

# What --run tells the application, and what stands for it in --env.
_TOLD: Final = {
    "PORTONE_API_BASE": "{base}",
    "PORTONE_API_SECRET": "{secret}",
    "PORTONE_STORE_ID": "{store}",
    "PORTONE_CHANNEL_KEY": "{channel}",
}


@click.command()
@click.argument("app_url", required=False, envvar=variable("app-url"))
@with_options
@click.pass_context
def probe(ctx: click.Context, /, **_: Any) -> None:
    """Play what PortOne may answer to YOUR application, APP_URL. 애플리케이션이 모든 상황을 견디는지 시험합니다."""
    given, lang = read_options(ctx)
    _require_extra()
    if given["explain"]:
        _explain(given, lang)
        return
    if given["init"]:
        init(ctx, given, lang)
        return
    wrong = wrong_file(ctx)
    if wrong is not None:
        fail(said(wrong.reason, lang))
    if given["config"]:
        click.echo(said(Text(f"옵션: {given['config']}", f"options: {given['config']}"), lang))
    if given["fake_time"] and not given["run"]:
        fail("--fake-time moves the clock of what --run starts: give the command, such as --run 'npm start'")
    policy, cases, application = _read(given)
    files = Files(given["junit"], given["html"], given["json"])
    files.check(lang)
    files.clear(lang)
    from .failures import NotJudgeable
    from .probe import fake_time

    try:
        preloaded = fake_time.library() if given["fake_time"] else None
        with broken_off_once(), _set_up(application, policy, given, lang) as (setting, start):
            results, run = _played(setting, start, cases, preloaded, given, lang)
    except NotJudgeable as error:
        fail(said(error.reason, lang))
    except KeyboardInterrupt:
        # All is ended and tidied; what still waits for an answer of the application would be waited for otherwise.
        with suppress(OSError):  # a terminal that was closed takes nothing more
            sys.stdout.flush()
        os._exit(130)
    _conclude(results, run, files, given["fail_on"], lang)


def _require_extra() -> None:
    try:
        import httpx
    except ModuleNotFoundError:
        fail("httpx is not installed; install the extra: pip install 'portone-mock[contracts]'")
    del httpx


def _explain(given: dict[str, Any], lang: Lang) -> None:
    from .probe import report, running

    promised = _policy(given)
    try:
        cases = running.chosen([given["explain"]])
    except ValueError as error:
        fail(f"--explain: {error}")
    click.echo("\n\n".join(report.explained(one.under(promised), lang) for one in cases))


def _policy(given: dict[str, Any]) -> "Policy":
    from .probe import policy

    try:
        promised = policy.read_policy(given["policy"])
        promises = [policy.read_promise(one) for one in given["promise"]]
        return promised.with_promises({name: value for one in promises for name, value in one.items()})
    except policy.BadPolicy as bad:
        fail(f"policy: {bad}")


def _read(given: dict[str, Any]) -> "tuple[Policy, tuple[Case, ...], Application]":
    from .probe import running
    from .probe.application import BadTemplate

    promised = _policy(given)
    try:
        return promised, running.chosen(given["only"].split(",")), _application(given)
    except BadTemplate as bad:
        fail(str(bad))
    except ValueError as error:
        fail(f"--only: {error}")


def _application(given: dict[str, Any]) -> "Application":
    from .probe import guard
    from .probe.application import Application, Reading, reading_of, template
    from .probe.near import Near

    app_url: str | None = given["app_url"]
    parts = guard.address(app_url or "")
    if app_url is None or parts is None:
        fail(f"APP_URL has to be like http://localhost:3000/identity-verifications, not {app_url or 'nothing'}")
    mock = guard.address(given["mock"] or "http://localhost")
    if mock is None:
        fail(f"--mock has to be like http://localhost:8585, not {given['mock']}")
    for host in (parts.hostname or "", mock.hostname or ""):
        if not given["allow_remote"] and not guard.is_near(host):
            fail(f"{host} is neither this machine nor private; give --allow-remote if it is really yours")
    path = parts.path or "/"
    path += f"?{parts.query}" if parts.query else ""
    return Application(
        app_url,
        template(given["endpoint"] or "POST", path),
        start=template(given["start"], with_id=False) if given["start"] else None,
        headers=dict(_header(one) for one in given["headers"]),
        reading=Reading(
            reading_of(given["accepted"]) if given["accepted"] else (),
            tuple(pair for one in given["later"] for pair in reading_of(one)),
        ),
        start_member=given["start_member"],
        seconds=given["timeout"],
        transport=Near(anywhere=given["allow_remote"]),
    )


def _header(text: str) -> tuple[str, str]:
    from .probe.application import BadTemplate, header

    try:
        return header(text)
    except BadTemplate as bad:
        fail(f"--headers {bad}")


def _variable(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name.strip():
        fail(f"--env {text!r} has to be like PORTONE_URL={{base}}")
    return name.strip(), value.strip()


@contextmanager
def _set_up(
    application: "Application", policy: "Policy", given: dict[str, Any], lang: Lang
) -> "Iterator[tuple[Setting, Start]]":
    import httpx

    from .probe import processes
    from .probe.alone import alone
    from .probe.mock import Mock
    from .probe.play import Setting

    with ExitStack() as stack:
        stack.callback(application.close)
        secret = _secret(given["api_secret"], processes.SECRET if not given["mock"] else None, lang)
        if given["mock"]:
            base_url = given["mock"].rstrip("/")
        else:
            base_url = stack.enter_context(processes.running_mock(given["mock_port"]))
            click.echo(f"portone-mock: {base_url}, API secret {secret}")
        near = application.transport.afresh()
        http = stack.enter_context(httpx.Client(transport=near, trust_env=False, timeout=SECONDS))
        mock = Mock(http, base_url, secret, _read_secret("admin-token", given["admin_token"], lang))
        stack.enter_context(alone(base_url, mock.store_id))
        told = _environment(mock, given["env"])

        def start(more: "Mapping[str, str]") -> "AbstractContextManager[None]":
            if not given["run"]:
                return nullcontext()
            environment, patience = {**told, **more}, processes.LONG_PATIENCE if more else processes.PATIENCE
            return processes.running_application(given["run"], application.url, environment, patience)

        setting = Setting(application, mock, policy, f"p{secrets.token_hex(4)}", told=told if given["run"] else {})
        try:
            yield setting, start
        finally:
            if given["mock"]:
                _tidy(setting)


def _tidy(setting: "Setting") -> None:
    """Leave a mock that goes on running as it was."""
    for fault in tuple(setting.faults):
        setting.mock.withdraw(fault)
    for id_ in tuple(setting.ids):
        setting.mock.remove(id_)


def _secret(option: str | None, own: str | None, lang: Lang) -> str:
    if own is not None:
        if option is not None:
            fail("--api-secret is of a running mock: give --mock too")
        return own
    found = _read_secret("api-secret", option, lang)
    if found is None:
        fail(f"--mock wants the API secret of its sandbox: --api-secret, or {variable('api-secret')}")
    return found


def _read_secret(name: str, option: str | None, lang: Lang) -> str | None:
    try:
        found = credential(name, option, from_environment(name))
    except BadCredential as bad:
        fail(said(bad.reason, lang))
    return found.value if found else None


def _environment(mock: "Mock", written: Sequence[str]) -> dict[str, str]:
    stands = {
        "{base}": mock.base_url,
        "{secret}": mock.api_secret,
        "{store}": mock.store_id,
        "{channel}": mock.channel_key,
    }
    told = dict(_TOLD) | dict(map(_variable, written))
    for mark, value in stands.items():
        told = {name: text.replace(mark, value) for name, text in told.items()}
    return told


def _played(
    setting: "Setting",
    start: "Start",
    cases: "tuple[Case, ...]",
    preloaded: "Path | None",
    given: dict[str, Any],
    lang: Lang,
) -> "tuple[list[Result], Run]":
    from .probe import report, running
    from .probe.handshake import shake_hands
    from .probe.moving import play_at_moments

    run = report.Run(setting.application.url, setting.mock.base_url, setting.policy, _again(given, lang))
    done = 0

    def told(result: "Result") -> None:
        nonlocal done
        done += 1
        _progress(f"[{done}/{len(cases)}] {result.case.number}")

    with start({}):
        shake_hands(setting)
        click.echo(report.heading(run, len(cases), lang))
        results = running.play_all(setting, cases, told, slow=given["slow"])
    if preloaded is not None:
        results = play_at_moments(setting, results, preloaded, start, lambda moment: _progress(moment.told()))
    _progress("")
    for one in results:
        click.echo(report.line(one, run, lang))
    click.echo(report.summary(results, lang))
    if missed := report.unpromised(setting.policy, lang):
        click.echo(missed)
    return results, run


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", nl=False, err=True)


def _again(given: dict[str, Any], lang: Lang) -> tuple[str, ...]:
    """The options to play a case again, without what may hold a secret: headers, and values of --env but numbers and
    what stands for the mock's."""
    options: list[str] = []
    for name in ("endpoint", "start", "accepted", "mock", "run"):
        options += [f"--{name}", given[name]] if given[name] else []
    usual = {"policy": "sign-up", "mock_port": PORT, "start_member": START_MEMBER, "timeout": SECONDS}
    for name, value in usual.items():
        options += [] if given[name] == value else [f"--{name.replace('_', '-')}", str(given[name])]
    for name, shown in (("later", str), ("promise", str), ("env", _without_secret)):
        options += [part for one in given[name] for part in (f"--{name}", shown(one))]
    options += [f"--{name.replace('_', '-')}" for name in ("slow", "fake_time", "allow_remote") if given[name]]
    return (*options, *(["--lang", lang] if lang != "en" else []))


def _without_secret(variable_: str) -> str:
    name, _, value = variable_.partition("=")
    return variable_ if "{" in value or value.isdigit() else f"{name}=…"


def _conclude(results: "list[Result]", run: "Run", files: Files, fail_on: str, lang: Lang) -> None:
    from .probe.files import as_json, as_junit
    from .probe.page import as_page
    from .probe.verdicts import Severity

    told = (results, run, lang)
    files.write(lambda: as_junit(*told), lambda: as_page(*told), lambda: as_json(*told), lang)
    least = Severity[fail_on.upper().replace("-", "_")]
    sys.exit(1 if any(one.is_finding and (one.severity or least) >= least for one in results) else 0)
