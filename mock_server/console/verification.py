"""One verification: what it is, what it answers and withholds, its attempts and its history; finishing and deleting it.

Lives here: the page of one, and what the list shares with it. May not: the list (verifications.py).
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from ..control.outcomes import complete_verification
from ..control.verifications import delete_verification, get_verification
from ..domain.errors import Refusal
from ..domain.lifecycle import State
from ..domain.outcomes import OUTCOMES
from ..domain.record import Record, answer
from ..domain.text import Text
from ..domain.timestamps import parse
from ..journal import Row, rows_of
from ..records import find_entry
from .html import Html, html
from .journal_rows import request_line, shown_row
from .people_choice import people_choices
from .section import Moved, Page, Visit
from .snippets import curl_read
from .widgets import Choice, choice, cut, facts, moment, refused, tag

KEY: Final = "verifications"
STATUS: Final = "status"
OUTCOME: Final = "outcome"
LONGEST_ANSWER: Final = 20_000
MOST_REQUESTS: Final = 50

# What the three statuses mean to whoever reads them.
READ: Final = {
    "READY": Text("아직 끝나지 않음", "not finished"),
    "VERIFIED": Text("인증됨", "verified"),
    "FAILED": Text("실패", "failed"),
}
_KINDS: Final = {"READY": "waiting", "VERIFIED": "good", "FAILED": "bad"}
_STATES: Final = {
    State.NEVER_STARTED: Text("시작 전", "never started"),
    State.WINDOW_OPEN: Text("인증창이 열려 있음", "window open"),
    State.SENT_SMS: Text("문자를 보냄", "SMS sent"),
    State.SENT_APP: Text("앱으로 요청함", "sent to the app"),
    State.CONFIRMED: Text("이용자가 앱에서 승인함, 확인 호출 전", "said yes in the app, not confirmed yet"),
    State.FAILED: Text("실패", "failed"),
    State.RETRIED: Text("실패한 뒤 다시 시도하는 중", "tried again after a failure"),
    State.VERIFIED: Text("인증됨", "verified"),
    State.ATTEMPTS_USED_UP: Text("시도 횟수를 다 씀", "attempts used up"),
}
_NOTICES: Final = {
    "made": Text("인증 내역을 만들었습니다.", "The verification is made."),
    "finished": Text("시도를 끝냈습니다.", "The attempt is finished."),
}
_BACK: Final = Text("인증 내역 목록", "All verifications")
_STATE: Final = Text("상태", "State")
_PERSON: Final = Text("인물", "Person")
_NOBODY: Final = Text("직접 입력한 사람", "typed by hand")
_CHANNEL: Final = Text("채널", "Channel")
_AGENCY: Final = Text("인증사", "Agency")
_STORE: Final = Text("상점", "Store")
_ANSWER: Final = Text("포트원 조회 API의 응답", "What PortOne's read answers")
_WITHHELD: Final = Text("빠진 항목과 이유", "Left out, and why")
_FIELD: Final = Text("항목", "Member")
_WHY: Final = Text("이유", "Why")
_SOURCE: Final = Text("근거", "Known from")
_ATTEMPTS: Final = Text("시도", "Attempts")
_STARTED: Final = Text("시작", "Started")
_METHOD: Final = Text("방식", "Method")
_OTP: Final = Text("인증번호", "OTP")
_TRIES: Final = Text("{code} (남은 입력 {tries}번)", "{code} ({tries} tries left)")
_HISTORY: Final = Text("지나온 일", "History")
_MADE: Final = Text("요청됨 (requestedAt)", "Requested (requestedAt)")
_CHANGED: Final = Text("상태가 바뀜 (statusChangedAt)", "Status changed (statusChangedAt)")
_VERIFIED: Final = Text("인증됨 (verifiedAt)", "Verified (verifiedAt)")
_BEGUN: Final = Text("시도 시작: {method}", "Attempt begun: {method}")
_FINISH: Final = Text("진행 중인 시도를 끝내기", "Finish the attempt under way")
_RESULT: Final = Text("결과", "Outcome")
_SAME: Final = Text("그대로", "as it is")
_DO_FINISH: Final = Text("끝내기", "Finish")
_DELETE: Final = Text("이 내역 지우기", "Delete this verification")
_CHANGE: Final = Text("바꾸기", "Change")


async def show(visit: Visit) -> Page:
    """The page of one; a ready-made id comes to be. 404 with the nearest id for one that there is not."""
    return await _page(visit, {}, None)


async def finish(visit: Visit) -> Page | Moved:
    """Give the attempt under way an outcome, as POST /_mock/verifications/{id}/complete does."""
    form = await visit.form()
    order = {name: form[name] for name in ("outcome", "person", "agency") if name in form}
    try:
        await visit.act(complete_verification, order, id=visit.path["id"])
    except Refusal as refusal:
        return await _page(visit, form, refusal)
    return visit.to(KEY, visit.path["id"], done="finished")


async def delete(visit: Visit) -> Moved:
    """Delete it, as DELETE /_mock/verifications/{id} does."""
    await visit.act(delete_verification, id=visit.path["id"])
    return visit.to(KEY, done="deleted")


async def _page(visit: Visit, form: dict[str, str], refusal: Refusal | None) -> Page:
    record = (await find_entry(visit.mock.store, visit.sandbox, visit.path["id"])).record
    explained = await visit.act(get_verification, id=record.id)
    body = html(
        '<p class="back"><a href="{list}">← {back}</a></p>\n<h1 class="id"><bdi>{id}</bdi></h1>\n{facts}\n{change}\n'
        "<h2>{history}</h2>\n{timeline}\n{attempts}{withheld}"
        '<h2>{answer}</h2>\n<pre class="json" tabindex="0" aria-label="{answer}">{json}</pre>\n{curl}',
        list=visit.link(KEY),
        back=visit.say(_BACK),
        id=cut(record.id),
        facts=_facts(visit, record),
        change=_changes(visit, record, form, refusal),
        history=visit.say(_HISTORY),
        timeline=_timeline(visit, record),
        attempts=_attempts(visit, explained["attempts"]),
        withheld=_withheld(visit, explained["withheld"]),
        answer=visit.say(_ANSWER),
        json=_json(record),
        curl=curl_read(visit, record.id),
    )
    done = _NOTICES.get(visit.query.get("done", ""))
    return Page(cut(record.id, 80), body, refusal.status if refusal else 200, visit.say(done) if done else None)


def _json(record: Record) -> str:
    text = msgspec.json.format(msgspec.json.encode(answer(record)), indent=2).decode()
    return cut(text, LONGEST_ANSWER)


def status_tag(visit: Visit, record: Record) -> Html:
    """The status as PortOne writes it, coloured, with its state in words where that says more."""
    said = visit.say(_STATES[record.state])
    return html("{} <small>{}</small>", tag(record.status, _KINDS[record.status]), said)


def person_of(visit: Visit, record: Record) -> Html:
    """Who it is about: label and key, or that somebody typed them."""
    person = visit.sandbox.people.get(record.person or "")
    if record.person is None:
        return html("<small>{}</small>", visit.say(_NOBODY))
    label = cut(visit.say(person.label), 60) if person else None
    return html("<bdi>{}</bdi> <small><bdi>{}</bdi></small>", label, cut(record.person, 80))


def channel_choices(visit: Visit) -> list[Choice]:
    """The channels of the sandbox by name."""
    return [(each.name, f"{cut(each.name, 60)} ({each.pg_provider})") for each in visit.sandbox.channels]


def outcome_choices(visit: Visit) -> list[Choice]:
    """The closed list of outcomes with their labels."""
    return [(name, f"{visit.say(row.label).rstrip('.')} ({name})") for name, row in OUTCOMES.items()]


def _facts(visit: Visit, record: Record) -> Html:
    return facts(
        (
            (visit.say(_STATE), status_tag(visit, record)),
            (visit.say(_PERSON), person_of(visit, record)),
            (visit.say(_CHANNEL), f"{cut(record.channel.name, 80)} ({record.channel.pg_provider})"),
            (visit.say(_AGENCY), record.agency),
            (visit.say(_STORE), record.store_id),
        )
    )


def _changes(visit: Visit, record: Record, form: dict[str, str], refusal: Refusal | None) -> Html:
    """What can be done with it: finish the attempt under way (where there is one), delete it."""
    return html(
        '<details class="card"{open}><summary>{change}</summary>{refused}{finish}'
        '<form method="post" action="{delete}"><button class="danger">{delete_label}</button></form></details>',
        open=html(" open") if refusal or record.status == "READY" else None,
        change=visit.say(_CHANGE),
        refused=refused(visit, refusal),
        finish=_finisher(visit, record, form) if record.attempts else None,
        delete=visit.link(KEY, record.id, "delete"),
        delete_label=visit.say(_DELETE),
    )


def _finisher(visit: Visit, record: Record, form: dict[str, str]) -> Html:
    return html(
        '<form method="post" action="{}" class="grid"><h2 class="wide">{}</h2>{}{}'
        '<div class="wide"><button class="main">{}</button></div></form>',
        visit.link(KEY, record.id, "complete"),
        visit.say(_FINISH),
        choice(visit.say(_RESULT), "outcome", outcome_choices(visit), form.get("outcome") or "verified"),
        choice(visit.say(_PERSON), "person", [("", visit.say(_SAME)), *people_choices(visit)], form.get("person")),
        visit.say(_DO_FINISH),
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Html:
    names = list(heads)
    return html(
        '<table class="rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>\n',
        [html('<th scope="col">{}</th>', name) for name in names],
        [
            html(
                "<tr>{}</tr>\n",
                [html('<td data-label="{}">{}</td>', name, cell) for name, cell in zip(names, row, strict=True)],
            )
            for row in rows
        ],
    )


def _attempts(visit: Visit, attempts: list[dict[str, Any]]) -> Html | None:
    if not attempts:
        return None
    heads = (
        visit.say(_STARTED),
        visit.say(_METHOD),
        visit.say(_CHANNEL),
        visit.say(_STATE),
        visit.say(_OTP),
        "identityVerificationTxId",
    )
    return html("<h2>{}</h2>\n{}", visit.say(_ATTEMPTS), _table(heads, (_attempt(visit, each) for each in attempts)))


def _attempt(visit: Visit, attempt: dict[str, Any]) -> tuple[object, ...]:
    otp = attempt["otp"]
    tries = visit.say(_TRIES).format(code=otp["code"], tries=otp["triesLeft"]) if otp else "–"
    return (
        moment(parse(attempt["startedAt"], 0)),
        attempt["method"],
        html("<bdi>{}</bdi>", cut(attempt["channel"], 80)),
        visit.say(_STATES[State(attempt["state"])]),
        tries,
        html("<code>{}</code>", attempt["identityVerificationTxId"]),
    )


def _withheld(visit: Visit, withheld: list[dict[str, str]]) -> Html | None:
    if not withheld:
        return None
    heads = (visit.say(_FIELD), visit.say(_WHY), visit.say(_SOURCE))
    rows = ((html("<code>{}</code>", it["field"]), it[visit.language], it["source"]) for it in withheld)
    return html("<h2>{}</h2>\n{}", visit.say(_WITHHELD), _table(heads, rows))


def _timeline(visit: Visit, record: Record) -> Html:
    """What the record says and what the journal still knows, oldest first."""
    events: list[tuple[int, Html]] = [(record.requested_at, html("{}", visit.say(_MADE)))]
    events += [(it.started_at, html("{}", visit.say(_BEGUN).format(method=it.method))) for it in record.attempts]
    if record.status_changed_at != record.requested_at and record.verified_at is None:
        events.append((record.status_changed_at, html("{}", visit.say(_CHANGED))))
    if record.verified_at is not None:
        events.append((record.verified_at, html("{}", visit.say(_VERIFIED))))
    events += [(row.at, request_line(visit, shown_row(row))) for row in _requests(visit, record.id)]
    events.sort(key=lambda event: event[0])
    return html('<ol class="timeline">{}</ol>', [html("<li>{} {}</li>\n", moment(at), said) for at, said in events])


def _requests(visit: Visit, id_: str) -> list[Row]:
    found = [row for row in rows_of(visit.sandbox) if row.identity_verification_id == id_][:MOST_REQUESTS]
    return found[::-1]
