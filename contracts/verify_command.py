"""`portone-contracts verify`: holding one server to every contract.

Lives here: options, what is printed, exit statuses (0 all kept, 1 a contract broken, 2 usage or no judgement). May not:
contracts, running them.
"""

import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from .breaking_off import broken_off_once
from .credentials import BadCredential, Credential, checked, credential
from .ending_command import fail, note
from .report_files import OUT, Files
from .seconds_option import Seconds
from .settings import from_environment, variable
from .text import LANGS, Lang, Said, Text, said

if TYPE_CHECKING:
    from . import opening, report, runner
    from .law import Contract
    from .target import Target

# What the extra [contracts] brings.
EXTRA: Final = ("httpx", "httpcore", "hypothesis")
SECONDS: Final = 10.0
RUN_SECONDS: Final = 600.0


# Read by the settings module, since an empty variable counts as none and a secret is never click's to show.
_READ: Final = ("base-url", "api-secret", "legacy-key", "store-id", "admin-token", "lang")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _option(name: str, *names: str, help: str, **given: Any) -> Callable[..., Any]:  # noqa: A002 - click's own word
    """An option that a variable may give as well: those of _READ by the settings module, all others by click."""
    of = name.removeprefix("--")
    asked: dict[str, Any] = {} if of in _READ else {"envvar": variable(of)}
    return click.option(name, *names, help=f"{help} [{variable(of)}]", **asked, **given)


_OPTIONS: Final = (
    _option("--base-url", metavar="URL", help="The server to judge. 판정할 서버"),
    _option(
        "--api-secret",
        metavar="S|@FILE",
        help="Its API secret; better in the variable, in a file, or typed when asked.",
    ),
    _option("--legacy-key", metavar="K|@FILE", help="An API key for /login/api-key."),
    _option("--store-id", metavar="S", help="A store id of the merchant. 상점 아이디"),
    _option(
        "--admin-token",
        metavar="T|@FILE",
        help="Of a portone-mock that wants one. 관리 토큰",
    ),
    _option(
        "--only",
        metavar="NUMBERS",
        default="",
        help="Such as TOKEN-03,READ-*, or labels (openapi,docs). 일부 계약만",
    ),
    _option("--read-only", is_flag=True, help="Send GET requests only. GET만 보냅니다"),
    _option(
        "--allow-send",
        is_flag=True,
        help="Let a send go to another machine: it costs money and reaches a phone. 문자 발송 허용",
    ),
    _option(
        "--arrangement",
        metavar="auto|mock|none|FILE",
        default="auto",
        help="What prepares verifications: control paths (auto: where there are), nothing, or a file. 준비 방법",
    ),
    _option("--expected-failures", metavar="FILE", type=OUT, help="Contracts known to be broken. 알려진 어김"),
    _option("--seed", type=int, default=None, help="Decides what is generated (default: a fixed one). 시드"),
    _option("--max-examples", type=click.IntRange(1), default=None, help="Examples of each property. 예제 수"),
    _option("--timeout", metavar="S", type=Seconds(), default=SECONDS, help="For one answer. 응답 제한 시간"),
    _option(
        "--time-limit",
        metavar="S",
        type=Seconds(),
        default=RUN_SECONDS,
        help="For the whole run. 전체 제한 시간",
    ),
    _option("--junit", metavar="FILE", type=OUT, help="JUnit XML 보고서"),
    _option("--html", metavar="FILE", type=OUT, help="A page for people. 사람이 읽는 보고서"),
    _option("--json", "json_file", metavar="FILE", type=OUT, help="JSON 보고서"),
    _option("--lang", type=click.Choice(LANGS), default=None, help="ko, en. 언어"),
)


@click.command()
@_options
def verify(
    *,
    base_url: str | None,
    api_secret: str | None,
    legacy_key: str | None,
    store_id: str | None,
    admin_token: str | None,
    only: str,
    read_only: bool,
    allow_send: bool,
    arrangement: str,
    expected_failures: Path | None,
    seed: int | None,
    max_examples: int | None,
    timeout: float,
    time_limit: float,
    junit: Path | None,
    html: Path | None,
    json_file: Path | None,
    lang: Lang | None,
) -> None:
    """Hold a server to every contract: kept, broken, or not applicable. 서버를 모든 계약으로 판정합니다."""
    lang = _language(lang)
    address = _address(base_url or from_environment("base-url"), lang)
    Files(junit, html, json_file).check(lang)
    _require_extra()
    from . import expected, opening, report, runner
    from .arrangement_file import BadFile

    try:
        contracts = runner.chosen(only.split(","))
        known = expected.read_expected(expected_failures, runner.numbers()) if expected_failures else {}
    except ValueError as error:
        fail(f"--only: {error}")
    except BadFile as bad:
        fail(f"--expected-failures: {said(bad.reason, lang)}")
    given = _Credentials(lang, address)
    merchant = opening.Merchant(
        address,
        given.required("api-secret", api_secret),
        legacy_key=given.optional("legacy-key", legacy_key),
        store_id=store_id or from_environment("store-id"),
        admin_token=given.optional("admin-token", admin_token),
        arrangement=arrangement,
        read_only=read_only,
        allow_send=allow_send,
        seconds=timeout,
        until=time.monotonic() + time_limit,
    )
    run = report.Run(
        address,
        runner.DEFAULT_SEED if seed is None else seed,
        max_examples or runner.DEFAULT_EXAMPLES,
        (*given.again, *_again(merchant, lang)),
    )
    shown = _Shown(lang, run, known)
    files = Files(junit, html, json_file)
    files.clear(lang)
    _conclude(shown, _judged(shown, merchant, contracts, files), files)


def _language(given: Lang | None) -> Lang:
    lang = given or from_environment("lang") or "en"
    if lang not in LANGS:
        fail(f"{variable('lang')}={lang}: it has to be ko or en")
    return lang


def _require_extra() -> None:
    try:
        import httpx
        import hypothesis
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRA:
            raise
        fail(f"{missing.name} is not installed; install the extra: pip install 'portone-mock[contracts]'")
    del httpx, hypothesis


class _Credentials:
    """Reads secrets, and warns where one stands on the command line for another machine.

    `again` are the options that give them another time; what a variable gave needs none.
    """

    def __init__(self, lang: Lang, address: str) -> None:
        self._lang = lang
        self._address = address
        self.again: list[str] = []

    def optional(self, option: str, given: str | None) -> str | None:
        from .target import is_loopback

        try:
            found = credential(option, given, from_environment(option))
        except BadCredential as bad:
            fail(said(bad.reason, self._lang))
        self.again += _again_with(option, given)
        if found is not None and found.was_plain and not is_loopback(self._address):
            ko = f"--{option}에 적은 값은 프로세스 목록과 셸 기록에 남습니다. {variable(option)} 변수나 @파일을 쓰세요"
            en = f"--{option} is visible in the process list and the shell's history; use {variable(option)} or @file"
            note(said(Text(ko, en), self._lang))
        return found.value if found is not None else None

    def required(self, option: str, given: str | None) -> str:
        found = self.optional(option, given)
        if found is not None:
            return found
        if not sys.stdin.isatty():
            fail(f"there is no API secret: set {variable(option)}, or give --{option} @FILE")
        typed: str = click.prompt("API Secret", hide_input=True, err=True, default="", show_default=False)
        try:
            return Credential(checked(option, typed.strip())).value
        except BadCredential as bad:
            fail(said(bad.reason, self._lang))


def _again_with(option: str, given: str | None) -> list[str]:
    """A credential given plainly is no part of a command that is printed: a file has to be put in its place."""
    if not given:
        return []
    if given.startswith("@"):
        return [f"--{option}", given]
    return [] if option == "api-secret" else [f"--{option}", f"@{option.upper()}-FILE"]


def _again(merchant: "opening.Merchant", lang: Lang) -> tuple[str, ...]:
    """The options, besides address, number, seed and examples, that a failure is reproduced with."""
    options: list[str] = []
    if merchant.arrangement != "auto":
        options += ["--arrangement", merchant.arrangement]
    if merchant.store_id:
        options += ["--store-id", merchant.store_id]
    options += ["--read-only"] if merchant.read_only else []
    options += ["--allow-send"] if merchant.allow_send else []
    options += ["--timeout", f"{merchant.seconds:g}"] if merchant.seconds != SECONDS else []
    return (*options, *(["--lang", lang] if lang != "en" else []))


@dataclass(frozen=True)
class _Shown:
    """What a run is shown with."""

    lang: Lang
    run: "report.Run"
    known: dict[str, str]


def _judged(
    shown: _Shown, merchant: "opening.Merchant", contracts: "Sequence[Contract]", files: Files
) -> "list[runner.Verdict]":
    from . import opening
    from .arrangement_file import BadFile

    verdicts: list[runner.Verdict] = []
    try:
        with broken_off_once(), opening.opened(merchant, run=secrets.token_hex(4)) as target:
            verdicts.extend(_printed(shown, merchant, target, contracts))
        return verdicts
    except KeyboardInterrupt:
        _progress("")
        number = f"{len(verdicts)}/{len(contracts)}"
        _write_files(shown, verdicts, files, Text(f"중단되었습니다({number})", f"the run was broken off ({number})"))
        raise
    except opening.NotJudgeable as error:
        _write_files(shown, verdicts, files, error.reason)
        fail(said(error.reason, shown.lang))
    except BadFile as bad:
        fail(f"--arrangement: {said(bad.reason, shown.lang)}")


def _printed(
    shown: _Shown, merchant: "opening.Merchant", target: "Target", contracts: "Sequence[Contract]"
) -> "Iterator[runner.Verdict]":
    from . import opening, report, runner

    hint = opening.hint(merchant, target)
    if hint is not None:
        note(said(hint, shown.lang))
    rounds = target.arrangement.rounds if target.arrangement is not None else 1
    click.echo(report.heading(shown.run, len(contracts), shown.lang, rounds))
    at = ""

    def turned(turn: int, turns: int) -> None:
        _progress(at if turns == 1 else f"{at} ({turn + 1}/{turns})")

    judging = runner.verify(target, contracts, seed=shown.run.seed, examples=shown.run.examples, turned=turned)
    for number, one in enumerate(contracts, 1):
        at = f"[{number}/{len(contracts)}] {one.number}"
        verdict = next(judging)
        _progress("")
        expected = shown.known.get(one.number) if verdict.broken is not None else None
        click.echo(report.line(verdict, shown.lang, shown.run, expected))
        yield verdict
    judging.close()


def _progress(text: str) -> None:
    """What is being judged, on a terminal only; the next line takes its place."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", nl=False, err=True)


def _conclude(shown: _Shown, verdicts: "Sequence[runner.Verdict]", files: Files) -> None:
    from . import expected, report

    came = expected.outcome(verdicts, shown.known)
    click.echo(report.summary(verdicts, shown.lang))
    for one in came.stale:
        number = one.contract.number
        ko = f"{number}은(는) 이제 지켜집니다. --expected-failures 파일에서 지우세요"
        click.echo(said(Text(ko, f"{number} is kept now; take it out of the file of expected failures"), shown.lang))
    _write_files(shown, verdicts, files)
    sys.exit(0 if came.is_fine else 1)


def _write_files(shown: _Shown, verdicts: "Sequence[runner.Verdict]", files: Files, ended: Said | None = None) -> None:
    from .files import as_json, as_junit
    from .page import as_page

    told = (verdicts, replace(shown.run, ended=ended), shown.known, shown.lang)
    files.write(lambda: as_junit(*told), lambda: as_page(*told), lambda: as_json(*told), shown.lang)


def _address(text: str | None, lang: Lang) -> str:
    if not text:
        fail(f"there is no server to judge: give --base-url, such as http://localhost:8585, or {variable('base-url')}")
    try:
        parts = urlsplit(text)
        is_address = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        is_address = False
    if not is_address or any(mark.isspace() for mark in text) or parts.username or parts.query or parts.fragment:
        ko = "--base-url은 http://localhost:8585 꼴이어야 합니다(사용자 이름, 쿼리, # 없이)"
        en = "--base-url has to be like http://localhost:8585, without user, query and fragment"
        fail(said(Text(ko, en), lang))
    return text.rstrip("/")
