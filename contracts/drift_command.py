"""`portone-contracts drift`: whether a newly downloaded document of PortOne's still says what our law says.

Lives here: options, what is printed, exit statuses (0 nothing new, 1 a difference that nobody knows, 2 no document).
"""

import json
import sys
from pathlib import Path
from typing import Any

import click
import yaml

from . import drift as drifting
from .ending_command import fail
from .openapi_facts import Unreadable
from .settings import from_environment, variable
from .text import LANGS, Lang, Text, said

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("openapi_file", type=_FILE)
@click.option("--known", metavar="FILE", multiple=True, type=_FILE, help="More known differences. 알려진 차이")
@click.option("--all", "show_all", is_flag=True, help="Show the known ones too. 알려진 차이도 보기")
@click.option("--lang", type=click.Choice(LANGS), default=None, help=f"ko, en. 언어 [{variable('lang')}]")
def drift(openapi_file: Path, known: tuple[Path, ...], show_all: bool, lang: Lang | None) -> None:
    """Compare PortOne's document (JSON or YAML) with our law. 새로 받은 포트원 문서를 규칙과 비교합니다."""
    lang = lang or ("ko" if from_environment("lang") == "ko" else "en")
    try:
        entries = [*drifting.always_known(), *(one for path in known for one in drifting.read_known(_text(path)))]
        found = drifting.differences(_document(openapi_file), drifting.our_law())
    except Unreadable as error:
        fail(f"{openapi_file} is no OpenAPI document: {error}")
    except ValueError as error:
        fail(f"--known: {error}")
    unknown = [one for one in found if drifting.why_known(one, entries) is None]
    for one in found:
        entry = drifting.why_known(one, entries)
        if entry is None or show_all:
            click.echo(one.told(lang) + (f" ({getattr(entry, lang)})" if entry is not None else ""))
    click.echo(said(_summary(len(found), len(unknown)), lang))
    sys.exit(1 if unknown else 0)


def _summary(all_of_them: int, unknown: int) -> Text:
    known = all_of_them - unknown
    return Text(
        f"차이 {all_of_them}개: 새로운 것 {unknown}개, 알려진 것 {known}개",
        f"{all_of_them} difference{'' if all_of_them == 1 else 's'}: {unknown} new, {known} known",
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path} cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}")


def _document(path: Path) -> Any:
    text = _text(path)
    try:
        return json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise Unreadable(str(error).splitlines()[0]) from None
