"""The section of credentials: what an application has to be told, to copy, and the lines for it.

Lives here: the page. May not: the lines of SDKs (sdk_snippets.py) and of settings files (env_formats.py).
"""

from typing import Final

from ..domain.text import Text
from ..env_formats import FORMATS, GIVEN_SECRET, Connection, render
from .html import Html, html
from .sdk_snippets import SNIPPETS
from .section import Page, Section, Visit
from .snippets import READ_WITH_CURL, base_url, curl_of, secret_shown
from .widgets import copy_button, cut, snippet

KEY: Final = "credentials"
TITLE: Final = Text("연동 정보", "Credentials")
_ABOUT: Final = Text(
    "애플리케이션에 넣을 값입니다. 모의 서버에서만 통하고 실제 포트원에서는 쓸 수 없습니다.",
    "What your application needs. They work with this mock only, never with the real PortOne.",
)
_SECRET: Final = Text("API Secret", "API secret")
_STORE: Final = Text("상점 아이디", "Store id")
_ADDRESS: Final = Text("API 주소", "API address")
_SDK: Final = Text("브라우저 SDK 주소", "Address of the browser SDK")
_CHANNELS: Final = Text("채널 키", "Channel keys")
_NAME: Final = Text("채널", "Channel")
_CHANNEL_KEY: Final = Text("채널 키", "Channel key")
_GIVEN: Final = Text("서버를 시작할 때 정한 값(다시 보여 주지 않습니다)", "the one given at the start, not shown again")
_SETTINGS: Final = Text("설정 파일", "Settings")
_CODE: Final = Text("코드", "Code")
_FORMATS: Final = {
    "dotenv": Text("환경 변수 (.env)", "Environment (.env)"),
    "spring": Text("Spring (application-local.yml)", "Spring (application-local.yml)"),
    "next": Text("Next.js (.env.local)", "Next.js (.env.local)"),
    "compose": Text("Docker Compose", "Docker Compose"),
}


async def show(visit: Visit) -> Page:
    """Values, settings files and code."""
    secret = secret_shown(visit)
    connection = _connection(visit, secret)
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n{values}\n<h2>{channels_label}</h2>\n{channels}\n'
        "<h2>{settings_label}</h2>\n{settings}\n<h2>{code_label}</h2>\n{code}",
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        values=_values(visit, connection, secret),
        channels_label=visit.say(_CHANNELS),
        channels=_channels(visit),
        settings_label=visit.say(_SETTINGS),
        settings=[snippet(visit, visit.say(_FORMATS[form]), render(connection, form)) for form in FORMATS],
        code_label=visit.say(_CODE),
        code=[
            snippet(visit, visit.say(READ_WITH_CURL), curl_of(visit, "/identity-verifications/idv-adult")),
            *(snippet(visit, name, lines(connection)) for name, lines in SNIPPETS.items()),
        ],
    )
    return Page(visit.say(TITLE), body)


def _connection(visit: Visit, secret: str | None) -> Connection:
    key = next(iter(visit.sandbox.channels)).key
    return Connection(base_url(visit).rstrip("/"), secret or GIVEN_SECRET, visit.sandbox.store_id, key)


def _values(visit: Visit, connection: Connection, secret: str | None) -> Html:
    rows = [
        (visit.say(_SECRET), secret),
        *((visit.say(_STORE), store) for store in visit.sandbox.credentials.store_ids),
        (visit.say(_ADDRESS), connection.base_url),
        (visit.say(_SDK), connection.sdk_url),
    ]
    return html(
        '<dl class="facts copies">{}</dl>',
        [
            html(
                "<dt>{}</dt><dd>{}</dd>",
                name,
                html("<small>{}</small>", visit.say(_GIVEN)) if value is None else _value(visit, name, value),
            )
            for name, value in rows
        ],
    )


def _value(visit: Visit, name: str, value: str) -> Html:
    return html("<code><bdi>{}</bdi></code> {}", value, copy_button(visit, value, name))


def _channels(visit: Visit) -> Html:
    name, key = visit.say(_NAME), visit.say(_CHANNEL_KEY)
    return html(
        '<table class="rows"><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        name,
        key,
        [
            html(
                '<tr><td data-label="{}"><bdi>{}</bdi> <small>{} · {}</small></td><td data-label="{}">{}</td></tr>',
                name,
                cut(each.name, 100),
                each.pg_provider,
                each.type,
                key,
                _value(visit, f"{key} {each.name}", each.key),
            )
            for each in visit.sandbox.channels
        ],
    )


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show}})
