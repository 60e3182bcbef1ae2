"""The command line: `portone-contracts verify`.

Lives here: options, what is printed, exit statuses (0 all kept, 1 a contract broken, 2 usage or no judgement). May not:
contracts, running them.
"""

import secrets
import sys
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import click

from .settings import from_environment, variable

ARRANGEMENTS: Final = ("auto", "mock", "none")
# What the extra [contracts] brings.
EXTRA: Final = ("httpx", "hypothesis")


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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The judge: whether a server keeps PortOne's identity verification law. PortOne 규칙을 지키는지 판정합니다."""


@main.command()
@click.option("--base-url", metavar="URL", help=f"The server to judge. 판정할 서버 [{variable('base-url')}]")
@click.option("--api-secret", metavar="S", help=f"Its API secret; better in the variable. [{variable('api-secret')}]")
@click.option("--legacy-key", metavar="K", help=f"An API key for /login/api-key. [{variable('legacy-key')}]")
@click.option("--store-id", metavar="S", help=f"A store id of the merchant. 상점 아이디 [{variable('store-id')}]")
@click.option("--only", metavar="NUMBERS", default="", help="Such as TOKEN-03,READ-*. 일부 계약만")
@click.option(
    "--arrangement",
    type=click.Choice(ARRANGEMENTS),
    default="auto",
    help="What prepares verifications: a portone-mock's control paths (auto: where it has them), or nothing. 준비 방법",
)
@click.option("--seed", type=int, default=None, help="Decides what is generated (default: a fixed one). 시드")
@click.option("--max-examples", type=click.IntRange(1), default=None, help="Examples of each property. 예제 수")
@click.option(
    "--json", "json_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="JSON 보고서"
)
def verify(
    *,
    base_url: str | None,
    api_secret: str | None,
    legacy_key: str | None,
    store_id: str | None,
    only: str,
    arrangement: str,
    seed: int | None,
    max_examples: int | None,
    json_file: Path | None,
) -> None:
    """Hold a server to every contract: kept, broken, or not applicable. 서버를 모든 계약으로 판정합니다."""
    base_url = _address(base_url or from_environment("base-url"))
    api_secret = api_secret or from_environment("api-secret")
    if not api_secret:
        fail(f"there is no API secret: set {variable('api-secret')}, or give --api-secret")
    if not (api_secret.isascii() and api_secret.isprintable()):
        fail("the API secret has characters that no header can hold; is it copied whole?")
    try:
        from . import opening, report, runner
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRA:
            raise
        fail(f"{missing.name} is not installed; install the extra: pip install 'portone-mock[contracts]'")
    try:
        contracts = runner.chosen(only.split(","))
    except ValueError as error:
        fail(f"--only: {error}")
    seed = runner.DEFAULT_SEED if seed is None else seed
    examples = max_examples or runner.DEFAULT_EXAMPLES
    merchant = opening.Merchant(
        base_url,
        api_secret,
        legacy_key=legacy_key or from_environment("legacy-key"),
        store_id=store_id or from_environment("store-id"),
    )
    verdicts = []
    try:
        with opening.opened(merchant, arrangement, run=secrets.token_hex(4)) as target:
            click.echo(f"{len(contracts)} contracts against {base_url}, seed {seed}, {examples} examples each")
            for verdict in runner.verify(target, contracts, seed=seed, examples=examples):
                click.echo(report.line(verdict))
                verdicts.append(verdict)
    except opening.NotJudgeable as error:
        fail(str(error))
    click.echo(report.summary(verdicts))
    if json_file is not None:
        _write(json_file, report.as_json(verdicts, base_url, seed, examples))
    sys.exit(1 if report.counts(verdicts)[runner.BROKEN] else 0)


def _address(text: str | None) -> str:
    if not text:
        fail(f"there is no server to judge: give --base-url, such as http://localhost:8585, or {variable('base-url')}")
    try:
        parts = urlsplit(text)
        is_address = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        is_address = False
    if not is_address or parts.username or parts.query or parts.fragment:
        fail("--base-url has to be like http://localhost:8585, without user, query and fragment")
    return text.rstrip("/")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"--json: {path} cannot be written: {error.strerror}")


def fail(line: str) -> NoReturn:
    """End with one line on stderr and exit status 2."""
    click.echo(f"portone-contracts: {line}", err=True)
    sys.exit(2)
