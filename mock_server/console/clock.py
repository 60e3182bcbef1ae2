"""The section of the clock: what time it is in the sandbox, setting, holding and advancing it.

Lives here: the page. May not: rules of time (control/clock.py has them).
"""

from typing import Any, Final

from ..control.clock import advance_clock, delete_clock, put_clock
from ..domain.errors import Refusal
from ..domain.text import Text
from .html import Html, html
from .section import Moved, Page, Section, Visit, number_of
from .widgets import choice, facts, field, moment, refused, tag

KEY: Final = "clock"
TITLE: Final = Text("시계", "Clock")
_ABOUT: Final = Text(
    "토큰과 인증번호의 만료, 나이, 내역의 시각이 이 샌드박스의 시계를 따릅니다.",
    "Tokens and OTPs end, ages are counted and records are dated by this sandbox's clock.",
)
_YOURS: Final = Text(
    "여러분의 앱의 시계는 바뀌지 않습니다. 앱이 스스로 시각을 본다면 앱의 시계도 함께 옮겨 시험하세요.",
    "The clock of your application does not change. Where it looks at the time itself, move that clock too.",
)
_NOW: Final = Text("지금(서울)", "Now (Seoul)")
_STATE: Final = Text("상태", "State")
_HELD: Final = Text("멈춰 있음", "held")
_MOVED: Final = Text("컴퓨터와 다름", "differs from the machine's")
_MACHINES: Final = Text("컴퓨터의 시각", "the machine's time")
_ADVANCE: Final = Text("앞으로 돌리기", "Advance")
_BY: Final = Text("얼마나", "By")
_SET: Final = Text("시각 정하기", "Set the time")
_TIME: Final = Text("시각", "Time")
_TIME_HINT: Final = Text("예: 2027-01-01T09:00:00+09:00, -90d, +5m", "Such as 2027-01-01T09:00:00+09:00, -90d, +5m")
_AND: Final = Text("그다음", "Then")
_RUN: Final = Text("계속 흐르게", "let it run")
_HOLD: Final = Text("그 시각에 멈추기", "hold it there")
_HOLD_NOW: Final = Text("지금 멈추기", "Hold it now")
_RUN_ON: Final = Text("다시 흐르게 하기", "Let it run on")
_BACK: Final = Text("컴퓨터의 시각으로", "Back to the machine's time")
_SPANS: Final = (
    ("60", Text("1분", "1 minute")),
    ("181", Text("3분 1초 (인증번호 만료)", "3 minutes 1 second (an OTP ends)")),
    ("1801", Text("30분 1초 (액세스 토큰 만료)", "30 minutes 1 second (an access token ends)")),
    ("3600", Text("1시간", "1 hour")),
    ("86400", Text("하루 (내일 만 19세가 되는 사람)", "1 day (whoever turns 19 tomorrow)")),
    ("2592000", Text("30일", "30 days")),
)
_NOTICES: Final = {
    "set": Text("시계를 맞췄습니다.", "The clock is set."),
    "back": Text("컴퓨터의 시각으로 되돌렸습니다.", "It is the machine's time again."),
}


async def show(visit: Visit) -> Page:
    """The clock and all that can be done with it."""
    return _page(visit, {}, None)


async def put(visit: Visit) -> Page | Moved:
    """Set it: `now` a time, `hold` whether it stands still."""
    form = await visit.form()
    members: dict[str, Any] = {name: form[name] for name in ("now",) if name in form}
    if "hold" in form:
        members["frozen"] = form["hold"] == "yes"
    try:
        await visit.act(put_clock, members)
    except Refusal as refusal:
        return _page(visit, form, refusal)
    return visit.to(KEY, done="set")


async def advance(visit: Visit) -> Page | Moved:
    """Forward by `seconds`."""
    form = await visit.form()
    text = form.get("seconds", "")
    try:
        await visit.act(advance_clock, {"seconds": number_of(text)})
    except Refusal as refusal:
        return _page(visit, form, refusal)
    return visit.to(KEY, done="set")


async def back(visit: Visit) -> Moved:
    """The machine's time again."""
    await visit.act(delete_clock)
    return visit.to(KEY, done="back")


def _page(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    clock = visit.sandbox.clock
    is_held = clock.frozen_at is not None
    state = _HELD if is_held else _MOVED if clock.offset else _MACHINES
    body = html(
        '<h1>{title}</h1>\n<p class="about">{about}</p>\n<p class="warning"><strong>{yours}</strong></p>\n{facts}'
        "{refused}{advance}{put}{buttons}",
        title=visit.say(TITLE),
        about=visit.say(_ABOUT),
        yours=visit.say(_YOURS),
        facts=facts(
            (
                (visit.say(_NOW), moment(clock.now())),
                (visit.say(_STATE), tag(visit.say(state), "" if state is _MACHINES else "waiting")),
            )
        ),
        refused=refused(visit, refusal),
        advance=_advance(visit),
        put=_put(visit, form),
        buttons=_buttons(visit, is_held=is_held),
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(visit.say(TITLE), body, refusal.status if refusal else 200, visit.say(done) if done else None)


def _advance(visit: Visit) -> Html:
    return html(
        '<section class="card"><h2>{title}</h2><form method="post" action="{action}" class="filter">{by}'
        '<button class="main">{title}</button></form></section>',
        title=visit.say(_ADVANCE),
        action=visit.link(KEY, "advance"),
        by=choice(visit.say(_BY), "seconds", [(seconds, visit.say(said)) for seconds, said in _SPANS]),
    )


def _put(visit: Visit, form: dict[str, str]) -> Html:
    return html(
        '<section class="card"><h2>{title}</h2><form method="post" action="{action}" class="filter">{time}{hold}'
        "<button>{title}</button></form></section>",
        title=visit.say(_SET),
        action=visit.link(KEY),
        time=field(visit.say(_TIME), "now", form.get("now"), hint=visit.say(_TIME_HINT), required=True),
        hold=choice(
            visit.say(_AND), "hold", [("no", visit.say(_RUN)), ("yes", visit.say(_HOLD))], form.get("hold", "no")
        ),
    )


def _buttons(visit: Visit, *, is_held: bool) -> Html:
    return html(
        '<div class="buttons"><form method="post" action="{put}"><input type="hidden" name="hold" value="{hold}">'
        '<button>{held}</button></form><form method="post" action="{back}"><button>{back_label}</button></form></div>',
        put=visit.link(KEY),
        hold="no" if is_held else "yes",
        held=visit.say(_RUN_ON if is_held else _HOLD_NOW),
        back=visit.link(KEY, "back"),
        back_label=visit.say(_BACK),
    )


SECTION: Final = Section(
    KEY, TITLE, {"": {"GET": show, "POST": put}, "advance": {"POST": advance}, "back": {"POST": back}}
)
