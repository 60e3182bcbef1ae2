"""The section of messages: every SMS of the sandbox with its OTP.

Lives here: the inbox. May not: sending (api/api_mode.py).
"""

from typing import Final

from ..control.messages import delete_messages
from ..domain.text import Text
from ..store.sandbox import Message
from .html import Html, html
from .section import Moved, Page, Section, Visit
from .widgets import copy_button, cut, moment, page_of, pager

ROWS: Final = 50
KEY: Final = "messages"
TITLE: Final = Text("문자함", "SMS inbox")
_ABOUT: Final = Text(
    "모의 서버가 보낸 것으로 하는 문자입니다. 실제로 발송되지 않습니다. 새 문자는 저절로 나타납니다.",
    "The SMS that this mock pretends to send; nobody gets one. New ones appear by themselves.",
)
_OTP: Final = Text("인증번호", "OTP")
_TO: Final = Text("받는 번호 {to}", "to {to}")
_NOTHING: Final = Text(
    "아직 문자가 없습니다. 인증번호를 보내면 여기에 나타납니다.", "No SMS yet. Once an OTP is sent, it appears here."
)
_CLEAR: Final = Text("문자함 비우기", "Empty the inbox")
_CLEARED: Final = Text("문자함을 비웠습니다.", "The inbox is empty now.")


async def show(visit: Visit) -> Page:
    """The inbox, newest first."""
    messages = list(reversed(visit.sandbox.messages or ()))
    page = page_of(visit, ROWS, len(messages))
    # Asked for again and again, but not while somebody's focus is in it, nor in the background (console.js).
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n'
        '<div id="list" data-poll hx-get="{here}" hx-trigger="every 3s" '
        'hx-select="#list" hx-swap="outerHTML">{list}{pager}</div>\n'
        '<form method="post" action="{clear}"><button class="danger">{clear_label}</button></form>',
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        here=visit.link(KEY, page=page),
        list=html(
            '<ol class="messages">{}</ol>', [_item(visit, it) for it in messages[(page - 1) * ROWS : page * ROWS]]
        )
        if messages
        else html('<p class="empty">{}</p>', visit.say(_NOTHING)),
        pager=pager(visit, (KEY,), page, ROWS, len(messages)) if len(messages) > ROWS else None,
        clear=visit.link(KEY, "clear"),
        clear_label=visit.say(_CLEAR),
    )
    return Page(visit.say(TITLE), body, notice=visit.say(_CLEARED) if visit.query.get("done") == "cleared" else None)


async def clear(visit: Visit) -> Moved:
    """Empty it, as DELETE /_mock/messages does."""
    await visit.act(delete_messages)
    return visit.to(KEY, done="cleared")


def _item(visit: Visit, message: Message) -> Html:
    return html(
        '<li><div class="head">{time} <span>{to}</span> <a href="{link}"><bdi>{id}</bdi></a> '
        "<small><bdi>{channel}</bdi></small></div><p><bdi>{text}</bdi></p>"
        '<p class="otp">{otp_label} <b>{otp}</b> {copy}</p></li>\n',
        time=moment(message.at),
        to=visit.say(_TO).format(to=message.to),
        link=visit.link("verifications", message.identity_verification_id),
        id=cut(message.identity_verification_id, 100),
        channel=cut(message.channel, 80),
        text=cut(message.text),
        otp_label=visit.say(_OTP),
        otp=message.otp,
        copy=copy_button(visit, message.otp, visit.say(_OTP)),
    )


SECTION: Final = Section(KEY, TITLE, {"": {"GET": show}, "clear": {"POST": clear}})
