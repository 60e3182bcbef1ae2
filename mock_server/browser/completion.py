"""Ending the attempt of a window, and waiting for its end: POST …/complete and GET …/answer of a window.

Lives here: the first, which the window's page calls when its button is pressed, and the script when a test decided
beforehand or the user closed the popup; the second, by which the page hears of what a tester decided meanwhile. May
not: what an outcome does (domain), the page itself. An attempt ends once: whoever comes later hears the same.
"""

from typing import Any, Final

import msgspec

from ..answer import Answer, of_json
from ..control.endpoint import ControlCall
from ..domain.arrangement import Ids
from ..domain.browser_results import CANCELLED, result_of, result_of_ended
from ..domain.completion import complete
from ..domain.errors import Refusal
from ..domain.lifecycle import STATUS_OF
from ..domain.moves import Moment, standing
from ..domain.outcomes import OUTCOMES
from ..domain.record import Record
from ..domain.redirects import redirect_to
from ..domain.timestamps import seoul_date
from ..domain.window_otp import outcome_of_otp
from .choice import Choice, Chosen, carrier_note, read_choice, with_chosen
from .windows import Window

# Outcomes after which the window stays open, so that the user may try again.
STAY_OPEN: Final = frozenset(("wrong-otp", "otp-expired"))
# The user reads of it in the window, and what the page gets is what closing the window would give.
READ_FIRST: Final = frozenset(("age-limit",))


# How long a page waits for somebody else's decision before it asks again, in seconds.
PATIENCE: Final = 25.0
# The outcome, and the result for the page.
Told = tuple[str | None, dict[str, str] | None]


async def complete_window(control: ControlCall) -> Answer:
    """`{outcome?, person? | typed?, agency?, otp?}` -> `{outcome, label, result, redirectTo, staysOpen, isReadFirst}`.

    Without `outcome` it is the one that the attempt has anyway (an order's, the person's). An `otp` has to be the one
    that was sent; without one nobody asks for it. `result` null: nothing comes back to the page.
    """
    window = open_window_of(control)
    choice = await read_choice(control, window)
    if window.answer is None:
        answer = await _ended(control, window, choice)
        why = " ".join(filter(None, (_told(answer["outcome"]), carrier_note(choice, window))))
        if answer["staysOpen"]:
            return of_json(answer, why=why)
        # Another call may have ended it while this one was waiting.
        window.answer = window.answer or answer
        return of_json(window.answer, why=why)
    return of_json(window.answer, why=_told(None))


def _told(outcome: str | None) -> str:
    return "The attempt was over already." if outcome is None else f"What came of the window: {outcome}."


async def wait_for_answer(control: ControlCall) -> Answer:
    """`{answer}`: as of `complete`, once somebody else has ended the attempt; null after `PATIENCE` seconds."""
    window = open_window_of(control)
    answer = None
    async with control.mock.patience.at_most(PATIENCE, control.call.receive):
        while (answer := await _answer_of_others(control, window)) is None:
            await window.sandbox.news()
    return of_json({"answer": answer})


async def _answer_of_others(control: ControlCall, window: Window) -> dict[str, Any] | None:
    if window.answer is None:
        entry = await control.mock.store.entry(window.sandbox, window.identity_verification_id)
        record, at = attempt_of(None if entry is None else entry.record, window)
        # Its own state: where another attempt has succeeded, this window stays open until its user is through.
        if STATUS_OF[record.attempts[at].state] != "READY":
            window.answer = _answer(window, None, result_of_ended(record, at))
    return window.answer


def open_window_of(control: ControlCall) -> Window:
    """The window of the call's path; Refusal (MOCK_NOT_FOUND) where it or its sandbox is gone."""
    window = control.mock.windows.get(control.path["id"])
    if not control.mock.store.holds(window.sandbox):
        raise Refusal("MOCK_NOT_FOUND", "이 인증창의 샌드박스가 없어졌습니다.", why="The window's sandbox was dropped.")
    control.about = (window.sandbox, window.identity_verification_id)
    return window


async def _ended(control: ControlCall, window: Window, choice: Choice) -> dict[str, Any]:
    sandbox = window.sandbox

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Told]:
        record, at = attempt_of(before, window)
        if STATUS_OF[standing(record, at)] != "READY":
            return record, (None, result_of_ended(record, at))
        moment = Moment(now=now, ids=ids, world=sandbox.world(window.store_id), otp=sandbox.scenario.otp)
        chosen = with_chosen(record, at, choice, moment.world)
        outcome = _outcome(chosen, at, choice, window, moment)
        after, ended = complete(chosen.record, outcome, moment, window.tx_id)
        if outcome == "wrong-otp" and STATUS_OF[ended.state] == "FAILED":
            outcome = "attempts-exhausted"
        return after, (outcome, result_of(record.id, window.tx_id, outcome, moment.otp))

    return _answer(window, *await control.mock.store.change(sandbox, window.identity_verification_id, transition))


def attempt_of(record: Record | None, window: Window) -> tuple[Record, int]:
    """The record and where the window's attempt is in it; Refusal (MOCK_NOT_FOUND) where a tester took it away."""
    for at, attempt in enumerate(record.attempts if record is not None else ()):
        if record is not None and attempt.identity_verification_tx_id == window.tx_id:
            return record, at
    raise Refusal(
        "MOCK_NOT_FOUND",
        "이 인증창의 시도가 없어졌습니다(초기화했거나 내역을 바꿨습니다). 페이지에서 인증을 다시 시작하세요.",
        why="The window's attempt is gone (a reset, or the record was replaced). Start again from the page.",
    )


def _outcome(chosen: Chosen, at: int, choice: Choice, window: Window, moment: Moment) -> str:
    """What comes of the OTP that was typed, else the outcome that was chosen, unless the window's rules forbid it."""
    attempt = chosen.record.attempts[at]
    if choice.otp is not None and (mistyped := outcome_of_otp(attempt, choice.otp, moment)) is not None:
        return mistyped
    outcome = str(choice.order.outcome or attempt.fate)
    if OUTCOMES[outcome].status != "VERIFIED" or chosen.person is None:
        return outcome
    return window.rules.turned_down(chosen.person, moment.world.today, seoul_date(moment.now)) or outcome


def _answer(window: Window, outcome: str | None, result: dict[str, str] | None) -> dict[str, Any]:
    if result is not None and result.get("code") == CANCELLED:
        result = {**result, "code": window.cancel_code}
    target = window.shown.redirect_url
    label = None if outcome is None else OUTCOMES[outcome].label
    return {
        "outcome": outcome,
        "label": msgspec.to_builtins(label),
        "result": result,
        "redirectTo": redirect_to(target, result) if target is not None and result is not None else None,
        "staysOpen": outcome in STAY_OPEN,
        "isReadFirst": outcome in READ_FIRST,
    }
