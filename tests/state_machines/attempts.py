"""Calls about verifications, in any order: windows, sends, confirms, completions, and repeats under a key.

Lives here: what may be called, and with what. May not: what a call should come to (model.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ..merchant import OTP, WRONG_OTP
from . import model
from .boxes import IDS, Boxes, boxes
from .model import Outcome

KEPT_FOR: Final = 3 * 3600
# Whom an attempt is about, and what comes of it: most of them are verified, and there is somebody for each outcome.
FATES: Final = {
    "adult": "verified",
    "adult-woman": "verified",
    **{f"always-{outcome}": outcome for outcome in model.OUTCOMES if outcome != "verified"},
}
people = st.sampled_from(("adult", "adult-woman")) | st.sampled_from(tuple(FATES))
# Most calls are about one id and come from one store.
stores = st.sampled_from((0, 0, 0, 0, 0, 1))
ids = st.sampled_from((IDS[0], IDS[0], *IDS))

# All of them, the successes as often as everything else.
outcomes = st.sampled_from(model.SUCCEEDING) | st.sampled_from(model.OUTCOMES)


@dataclass(frozen=True)
class Keyed:
    """A request that was made under an Idempotency-Key: how to repeat it, when and with what answer it was made."""

    box: int
    again: Callable[[str], None]
    ask: Callable[[str], httpx.Response]
    key: str
    at: float
    answer: bytes
    status: int


class Attempts(Boxes):
    """Verifications of both sandboxes."""

    def __init__(self, client: httpx.Client, people: dict[str, Any]) -> None:
        super().__init__(client, people)
        self.keyed: list[Keyed] = []
        self.keys = 0

    def perform(
        self,
        number: int,
        id_: str,
        expect: Callable[[], Outcome],
        ask: Callable[[str], httpx.Response],
        *,
        under_key: bool,
    ) -> None:
        """Make a call, under a new key where asked for."""
        self.keys += 1
        key = f"key-{self.keys:020}" if under_key else ""
        box = self.boxes[number]

        def again(key: str) -> None:
            answer = self.check(box, id_, expect(), lambda: ask(key))
            if key and answer is not None:
                self.keyed.append(Keyed(number, again, ask, key, box.now, answer.content, answer.status_code))

        again(key)

    @rule(number=boxes, store=stores, id_=ids, person=people)
    def open_window(self, number: int, store: int, id_: str, person: str) -> None:
        box = self.boxes[number]
        own = box.stores[store]
        expected = model.start(box.verifications.get(id_), own, "WINDOW", FATES[person], box.now)
        self.check(box, id_, expected, lambda: box.merchant.at(own).open_window(id_, person))

    @rule(number=boxes, id_=ids, person=people)
    def open_two_tabs(self, number: int, id_: str, person: str) -> None:
        """More often than chance would have it, since only then can attempts compete."""
        for each in (person, "adult"):
            self.open_window(number, 0, id_, each)

    @rule(
        number=boxes,
        store=stores,
        id_=ids,
        person=people,
        method=st.sampled_from(("SMS", "APP")),
        under_key=st.booleans(),
    )
    def send(self, number: int, store: int, id_: str, person: str, method: str, *, under_key: bool) -> None:
        box = self.boxes[number]
        merchant = box.merchant.at(box.stores[store])
        body = merchant.body(person, method)
        self.perform(
            number,
            id_,
            lambda: model.start(box.verifications.get(id_), box.stores[store], method, FATES[person], box.now),
            lambda key: merchant.post(id_, "send", body, key),
            under_key=under_key,
        )

    @rule(number=boxes, id_=ids)
    def hold_back(self, number: int, id_: str) -> None:
        """Somebody who has not said yes in the app, for a confirm or a completion to meet."""
        self.send(number, 0, id_, "always-abandoned", "APP", under_key=False)

    def one_of(self, data: st.DataObject) -> tuple[int, str]:
        """An id of a box: mostly one whose verification is under way, else one that has begun, else any."""
        every = [(number, id_) for number in range(2) for id_ in IDS]
        begun = [(number, id_) for number, id_ in every if id_ in self.boxes[number].verifications]
        going_on = [(number, id_) for number, id_ in begun if self.boxes[number].verifications[id_].status == "READY"]
        likely = [st.sampled_from(those) for those in (going_on, going_on, begun) if those]
        chosen: tuple[int, str] = data.draw(st.one_of(*likely, st.sampled_from(every)))
        return chosen

    @rule(data=st.data(), store=stores, under_key=st.booleans())
    def resend(self, data: st.DataObject, store: int, *, under_key: bool) -> None:
        number, id_ = self.one_of(data)
        box = self.boxes[number]
        merchant = box.merchant.at(box.stores[store])
        self.perform(
            number,
            id_,
            lambda: model.resend(box.verifications.get(id_), box.stores[store], box.now),
            lambda key: merchant.post(id_, f"resend?storeId={box.stores[store]}", None, key),
            under_key=under_key,
        )

    @rule(data=st.data(), store=stores, otp=st.sampled_from((OTP, OTP, WRONG_OTP, None)), under_key=st.booleans())
    def confirm(self, data: st.DataObject, store: int, otp: str | None, *, under_key: bool) -> None:
        number, id_ = self.one_of(data)
        box = self.boxes[number]
        merchant = box.merchant.at(box.stores[store])
        body = {"storeId": box.stores[store]} | ({} if otp is None else {"otp": otp})
        self.perform(
            number,
            id_,
            lambda: model.confirm(box.verifications.get(id_), box.stores[store], otp, box.now),
            lambda key: merchant.post(id_, "confirm", body, key),
            under_key=under_key,
        )

    @rule(data=st.data(), outcome=outcomes, which=st.integers(-1, model.ATTEMPTS - 1))
    def complete(self, data: st.DataObject, outcome: str, which: int) -> None:
        """One attempt by its own id, or (-1, or one that was never begun) the newest under way."""
        number, id_ = self.one_of(data)
        box = self.boxes[number]
        it = box.verifications.get(id_)
        chosen = which if it is not None and 0 <= which < len(it.attempts) else None
        named = {} if chosen is None else {"identityVerificationTxId": box.tx_ids(id_)[chosen]}
        expected = model.complete(it, outcome, box.now, chosen)
        self.check(box, id_, expected, lambda: box.merchant.complete(id_, outcome, **named))

    # --- repeats

    @precondition(lambda self: self.keyed)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Kept: the first answer, and nothing happens. Not kept any more: a request like any other."""
        kept = data.draw(st.sampled_from(self.keyed))
        box = self.boxes[kept.box]
        if box.now - kept.at >= KEPT_FOR:
            self.keyed.remove(kept)
            kept.again(kept.key)
            return
        before = [box.views(id_) for id_ in box.verifications]
        answer = kept.ask(kept.key)
        assert (answer.status_code, answer.content) == (kept.status, kept.answer)
        assert [box.views(id_) for id_ in box.verifications] == before

    @precondition(lambda self: self.keyed)
    @rule(data=st.data(), id_=ids)
    def reuse_a_key_for_another_request(self, data: st.DataObject, id_: str) -> None:
        kept = data.draw(st.sampled_from(self.keyed))
        box = self.boxes[kept.box]
        if box.now - kept.at < KEPT_FOR:
            before = [box.views(id_) for id_ in box.verifications]
            answer = box.merchant.post(id_, "confirm", {"otp": "another"}, kept.key)
            assert (answer.status_code, answer.json()["type"]) == (422, "MOCK_IDEMPOTENCY_KEY_REUSED")
            assert [box.views(id_) for id_ in box.verifications] == before
