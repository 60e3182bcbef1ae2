"""`portone-contracts probe --init`: writing probe.yaml.

Lives here: the questions, and writing the file. May not: what the file means (probe/config.py), probing.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click
from click.core import ParameterSource

from .ending_command import fail
from .probe_options import FILE
from .settings import variable
from .text import Lang, Text, said

if TYPE_CHECKING:
    from .probe.config_text import Shown


@dataclass(frozen=True)
class Question:
    """What is asked for an option; `asked` says whether an earlier answer leaves room for it."""

    parameter: str
    words: Text
    default: str
    check: Callable[[str], object]
    asked: Callable[[dict[str, Any]], bool] = lambda _: True
    several: bool = False


def _address(text: str) -> None:
    from .probe import guard

    if guard.address(text) is None:
        raise ValueError(f"{text!r} has to be like http://localhost:3000/identity-verifications")


def _endpoint(text: str) -> None:
    from .probe.application import template

    template(text)


def _start(text: str) -> None:
    from .probe.application import template

    template(text or "POST", with_id=False)


def _reading(text: str) -> None:
    from .probe.application import reading_of

    reading_of(text or "a=b")


def _policy(text: str) -> None:
    from .probe.policy import read_policy

    read_policy(text)


def _has_name(text: str, mark: str) -> bool:
    name, found, _ = text.partition(mark)
    return bool(found and name.strip())


def _header(text: str) -> None:
    from .probe.application import header

    header(text or "Cookie:")


def _named(text: str) -> None:
    if text and not _has_name(text, "="):
        raise ValueError(f"{text!r} has to be like PORT=3000")


def _promise(text: str) -> None:
    from .probe.policy import read_promise

    if text:
        read_promise(text)


def _variable(text: str) -> None:
    if not text.isidentifier():
        raise ValueError(f"{text!r} is no name of a variable, such as PORTONE_API_BASE")


def _anything(_: str) -> None:
    return


QUESTIONS: Final = (
    Question(
        "app_url",
        Text("identityVerificationId를 받는 주소는?", "Which address takes an identityVerificationId?"),
        "http://localhost:3000/identity-verifications",
        _address,
    ),
    Question(
        "endpoint",
        Text(
            '어떻게 받나요? (POST는 {"identityVerificationId": …}, 또는 POST /path {"id": "{id}"}, '
            "폼은 POST /path id={id}, GET /path?id={id})",
            'How? (POST sends {"identityVerificationId": …}; or POST /path {"id": "{id}"}, '
            "as a form POST /path id={id}, GET /path?id={id})",
        ),
        "POST",
        _endpoint,
    ),
    Question(
        "start",
        Text(
            "아이디를 서버가 내주나요? 내준다면 그 요청은? (POST /path/start, 아니면 Enter)",
            "Does your server issue the id? By which call? (POST /path/start; Enter if it does not)",
        ),
        "",
        _start,
    ),
    Question(
        "accepted",
        Text(
            "2xx면 승인인가요? 본문으로 구분하면 그 필드와 값은? (success=true, 상태 코드로 구분하면 Enter)",
            "Is every 2xx a yes? If its JSON decides: which member and value? (success=true; Enter if the status does)",
        ),
        "",
        _reading,
    ),
    Question(
        "later",
        Text(
            "503 말고 나중에 다시 하라는 답이 있나요? (code=RETRY, status=502, 없으면 Enter)",
            "Does anything but a 503 say: try again later? (code=RETRY, status=502; Enter if nothing does)",
        ),
        "",
        _reading,
        several=True,
    ),
    Question(
        "headers",
        Text(
            "함께 보낼 헤더는? (Cookie: session=…, 없으면 Enter. 파일에 적히니 시험용만)",
            "Which header goes along? (Cookie: session=…; Enter for none. It is written down: nothing real)",
        ),
        "",
        _header,
        several=True,
    ),
    Question(
        "policy",
        Text(
            "무엇을 약속하나요? (sign-up: 만 14세, adult-shop: 청소년 보호법의 성인, login-again: 재로그인, 파일)",
            "What do you promise? (sign-up: age 14; adult-shop: the Youth Protection Act; login-again; or a file)",
        ),
        "sign-up",
        _policy,
    ),
    Question(
        "promise",
        Text(
            "그 밖의 약속은? (oneAccount=di, liveOnly=true, leastAge=19, 없으면 Enter)",
            "What else? (oneAccount=di, liveOnly=true, leastAge=19; Enter for nothing)",
        ),
        "",
        _promise,
        several=True,
    ),
    Question(
        "run",
        Text(
            "애플리케이션을 시작하는 명령은? (npm start, 이미 띄워 두면 Enter)",
            "Which command starts the application? (npm start; Enter if it runs already)",
        ),
        "",
        _anything,
    ),
    Question(
        "base",
        Text(
            "애플리케이션이 포트원 주소를 읽는 환경 변수는?",
            "Which environment variable holds PortOne's address for it?",
        ),
        "PORTONE_API_BASE",
        _variable,
        lambda answers: bool(answers["run"]) and not answers["env"],
    ),
    Question(
        "secret",
        Text("API Secret을 읽는 환경 변수는?", "And which one the API secret?"),
        "PORTONE_API_SECRET",
        _variable,
        lambda answers: bool(answers["run"]) and not answers["env"],
    ),
    Question(
        "more",
        Text(
            "애플리케이션에 필요한 다른 환경 변수는? (PORT=3000, 없으면 Enter)",
            "Which other variables does it need? (PORT=3000; Enter for none)",
        ),
        "",
        _named,
        lambda answers: bool(answers["run"]) and not answers["env"],
        several=True,
    ),
)


def init(ctx: click.Context, given: dict[str, Any], lang: Lang) -> None:
    """Write the file, of the options given and the answers to what was not."""
    from .probe.config import KEYS
    from .probe.config_text import as_yaml

    path: Path = given["config"] or Path(FILE)
    if path.exists():
        _is_there(path, lang)
    typed = {
        name: given[name] for name in KEYS.values() if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    for name in ("api_secret", "admin_token"):
        if not str(typed.get(name) or "@").startswith("@"):
            option = name.replace("_", "-")
            fail(f"--init writes no secret into a file: give --{option} @FILE, or {variable(option)} when you probe")
    chosen = _asked(typed, lang)
    _write(path, as_yaml(chosen, {one.name or "": _shown(one) for one in ctx.command.params}, lang), lang)
    click.echo(
        said(Text(f"{path}: portone-contracts probe 로 시작하세요", f"{path}: now portone-contracts probe"), lang)
    )


def _shown(parameter: click.Parameter) -> "Shown":
    from .probe.config_text import Shown

    if not isinstance(parameter, click.Option):
        return Shown("The address of what takes an identityVerificationId. 아이디를 받는 주소", "URL")
    usual = parameter.default if isinstance(parameter.default, str | int) else parameter.metavar
    named = {"headers": "{NAME: VALUE}", "env": '{NAME: "{base}"}', "promise": "{leastAge: 14}"}
    sample = "true" if parameter.is_flag else named.get(parameter.name or "", usual or "VALUE")
    return Shown(parameter.help or "", str(sample))


def _asked(typed: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The options given and the answers, by parameter; nothing is asked where nobody sits at a terminal."""
    answers: dict[str, Any] = {"run": None, "env": (), **typed}
    if not sys.stdin.isatty():
        if "app_url" not in typed:
            fail(
                "--init asks at a terminal, and stdin is none: give APP_URL and whatever else as options, such as "
                "portone-contracts probe --init http://localhost:3000/verify --policy adult-shop"
            )
        try:
            _address(typed["app_url"])
        except ValueError as error:
            fail(f"APP_URL {error}")
        return answers
    for question in QUESTIONS:
        if question.parameter not in typed and question.asked(answers):
            answers[question.parameter] = _answers(question, lang) if question.several else _answer(question, lang)
    if "base" in answers:
        told = (f"{answers.pop('base')}={{base}}", f"{answers.pop('secret')}={{secret}}")
        answers["env"] = (*told, *answers.pop("more"))
    return answers


def _answers(question: Question, lang: Lang) -> tuple[str, ...]:
    """One after the other, until there is none."""
    given: list[str] = []
    while answer := _answer(question, lang):
        given.append(answer)
    return tuple(given)


def _answer(question: Question, lang: Lang) -> str:
    from .probe.application import BadTemplate
    from .probe.policy import BadPolicy

    def read(text: str) -> str:
        try:
            question.check(text.strip())
        except (ValueError, BadTemplate, BadPolicy) as error:
            # click says it and asks again.
            raise click.UsageError(str(error)) from None
        return text.strip()

    return str(click.prompt(said(question.words, lang), default=question.default, value_proc=read))


def _is_there(path: Path, lang: Lang) -> NoReturn:
    ko = f"{path}이(가) 이미 있습니다. 지우거나 --config로 다른 이름을 주세요"
    en = f"{path} is there already: delete it, or name another with --config"
    fail(said(Text(ko, en), lang))


def _write(path: Path, text: str, lang: Lang) -> None:
    """For its owner alone, as a header may be a key; never over anything, nor through a link that leads elsewhere."""
    try:
        with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
    except FileExistsError:
        _is_there(path, lang)
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}")
