"""`portone-contracts client -- COMMAND`: what a client library makes of every vector.

Lives here: options, what is printed, exit statuses (0 all right, 1 something wrong, 2 usage).
"""

import shutil
import sys

import click

from .clients import Made, judged
from .ending_command import fail
from .settings import from_environment, variable
from .text import LANGS, Lang, Text, said
from .vectors import VECTORS

# As in report.py, which wants the extra; trying a client does not.
_RECEIVED = Text("받은 것", "Received")
_DOCUMENTED = Text("문서", "Documented")
_UNTOLD = Text("again: 알려 주지 않음", "again: not told")


@click.command()
@click.argument("command", nargs=-1, required=True)
@click.option("--lang", type=click.Choice(LANGS), default=None, help=f"ko, en. 언어 [{variable('lang')}]")
def client(command: tuple[str, ...], lang: Lang | None) -> None:
    """Try a client library by an adapter: COMMAND BASE_URL SECRET OPERATION ID. 클라이언트를 사례로 시험합니다."""
    lang = lang or ("ko" if from_environment("lang") == "ko" else "en")
    if shutil.which(command[0]) is None:
        fail(f"there is no command {command[0]}")
    all_of_them = []
    for one in judged(command, VECTORS):
        click.echo(_line(one, lang))
        all_of_them.append(one)
    wrong = sum(not one.is_right for one in all_of_them)
    untold = sum(one.is_untold for one in all_of_them)
    ko = f"사례 {len(all_of_them)}개 가운데 {wrong}개가 틀림, 다시 보내도 되는지 알려 주지 않는 것 {untold}개"
    en = f"{len(all_of_them)} vectors, {wrong} wrong; again not told: {untold}"
    click.echo(said(Text(ko, en), lang))
    sys.exit(1 if wrong else 0)


def _line(one: Made, lang: Lang) -> str:
    word = said(Text("맞음", "right") if one.is_right else Text("틀림", "wrong"), lang)
    first = f"{word:<8}{one.number:<12}{said(one.law, lang)}"
    if one.is_right:
        return f"{first} ({said(_UNTOLD, lang)})" if one.is_untold else first
    return (
        f"{first}\n{'':<8}{said(_RECEIVED, lang)}: {one.received}\n{'':<8}{said(_DOCUMENTED, lang)}: {one.documented}"
    )
