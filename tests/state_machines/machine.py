"""A machine that calls the server in any order, beside the model; every step is checked.

Lives here: the rules (what may be called) and the invariants (what has to be true after each call). May not: what a
call should come to (model.py). Two sandboxes of two stores each, a few ids, clocks that go forward and back, and
repeats under Idempotency-Keys in between.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ..in_process import bearer
from ..merchant import OTP, WRONG_OTP, Merchant
from . import model
from .model import Outcome, Tokens, Verification

START: Final = "2026-06-01T03:00:00Z"
KEPT_FOR: Final = 3 * 3600
IDS: Final = ("a", "b/c", "가")
# Whom an attempt is about, and what comes of it: most of them are verified, and there is somebody for each outcome.
FATES: Final = {
    "adult": "verified",
    "adult-woman": "verified",
    **{f"always-{outcome}": outcome for outcome in model.OUTCOMES if outcome != "verified"},
}
people = st.sampled_from(("adult", "adult-woman")) | st.sampled_from(tuple(FATES))
# What has become of an attempt, where it is over.
STATUS: Final = {"verified": model.VERIFIED, "failed": model.FAILED, "attempts-used-up": model.FAILED}
SECONDS: Final = (0.001, 1, 59, 180, 1799, 1800, 10_799, 10_800, 86_400, 7 * 86_400)

# Most calls meet at one id and come from one store, or hardly anything would ever come to be there.
boxes = st.sampled_from((0, 0, 0, 1))
stores = st.sampled_from((0, 0, 0, 0, 0, 1))
ids = st.sampled_from((IDS[0], IDS[0], *IDS))
ALWAYS: Final = {"from": "2000-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z"}


@dataclass
class Box:
    """One sandbox: how to call it, and what the model says of it."""

    merchant: Merchant
    stores: list[str]
    now: float = 0.0
    verifications: dict[str, Verification] = field(default_factory=dict)
    tokens: Tokens = field(default_factory=Tokens)
    # What was seen last of every id: the answer of its single read, and both views of it byte for byte.
    seen: dict[str, Any] = field(default_factory=dict)
    last: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def tx_ids(self, id_: str) -> list[str]:
        """The `identityVerificationTxId` of every attempt, oldest first."""
        return [each["identityVerificationTxId"] for each in self.merchant.shown(id_).json()["attempts"]]

    def views(self, id_: str) -> tuple[bytes, bytes]:
        """Both views of a verification, byte for byte: PortOne's, from the store that has it, and the tester's."""
        it = self.verifications.get(id_)
        merchant = self.merchant.at(it.store) if it else self.merchant
        return merchant.read(id_).content, self.merchant.shown(id_).content


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


class Life(RuleBasedStateMachine):
    """Calls of two sandboxes in any order."""

    def __init__(self, client: httpx.Client, people: dict[str, Any]) -> None:
        super().__init__()
        self.client = client
        self.people = people
        self.boxes: list[Box] = []
        self.keyed: list[Keyed] = []
        self.keys = 0
        # Where the last call was made, and which id it was about, if any.
        self.touched: Box | None = None
        self.about: str | None = None

    @initialize()
    def begin(self) -> None:
        for _ in range(2):
            scenario = {"scenario": ["empty", {"stores": ["b"], "otp": model.OTP}]}
            made = self.client.post("/_mock/sandboxes", json=scenario).json()
            merchant = Merchant(self.client, made["apiSecret"], people=self.people)
            assert merchant.control("PUT", "/clock", {"now": START, "frozen": True}).status_code == 200
            self.boxes.append(Box(merchant, made["storeIds"]))

    # --- verifications

    def check(self, box: Box, id_: str, expected: Outcome, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        """Make a call; it has to come to what the model says, and to change nothing where the model says so.

        None where the answer is lost on its way.
        """
        self.touched, self.about = box, id_
        before = box.views(id_)
        answer = _arrived(ask)
        error, after = expected
        assert _error(answer) == error, answer and answer.text
        if after is box.verifications.get(id_) and error not in (None, model.PROVIDER):
            assert box.views(id_) == before
        if after is not None:
            box.verifications[id_] = after
        return answer

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

    @rule(data=st.data(), outcome=st.sampled_from(model.OUTCOMES), which=st.integers(-1, model.ATTEMPTS - 1))
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

    # --- time

    @rule(number=boxes, seconds=st.sampled_from(SECONDS))
    def go_forward(self, number: int, seconds: float) -> None:
        box = self.boxes[number]
        box.merchant.advance(seconds)
        box.now = round(box.now + seconds, 3)
        self.touched, self.about = box, None

    @rule(number=boxes, seconds=st.sampled_from((1, 180, 86_400)))
    def go_back(self, number: int, seconds: int) -> None:
        box = self.boxes[number]
        assert box.merchant.control("PUT", "/clock", {"now": f"-{seconds}s"}).status_code == 200
        box.now = round(box.now - seconds, 3)
        self.touched, self.about = box, None

    # --- tokens

    @rule(number=boxes, kind=st.sampled_from(("api-secret", "api-key")))
    def log_in(self, number: int, kind: str) -> None:
        box = self.boxes[number]
        member = "apiSecret" if kind == "api-secret" else "apiKey"
        answer = self.client.post(f"/login/{kind}", json={member: box.merchant.secret})
        self.learn(box, kind, answer)

    def learn(self, box: Box, kind: str, answer: httpx.Response) -> None:
        assert answer.status_code == 200, answer.text
        box.tokens.issued(kind, answer.json()["accessToken"], answer.json()["refreshToken"], box.now)

    @precondition(lambda self: any(box.tokens.refresh for box in self.boxes))
    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        box = data.draw(st.sampled_from([box for box in self.boxes if box.tokens.refresh]))
        text = data.draw(st.sampled_from(list(box.tokens.refresh)))
        answer = self.client.post("/token/refresh", json={"refreshToken": text})
        if box.tokens.refreshes(text, box.now):
            self.learn(box, box.tokens.refresh[text][0], answer)
        else:
            assert (answer.status_code, answer.json()["type"]) == (401, "UNAUTHORIZED")

    @precondition(lambda self: any(box.tokens.access for box in self.boxes))
    @rule(data=st.data(), id_=ids)
    def read_with_a_token(self, data: st.DataObject, id_: str) -> None:
        box = data.draw(st.sampled_from([box for box in self.boxes if box.tokens.access]))
        text = data.draw(st.sampled_from(list(box.tokens.access)))
        answer = self.client.get("/identity-verifications", headers=bearer(text))
        assert answer.status_code == (200 if box.tokens.opens(text, box.now) else 401), answer.text

    # --- what is always true

    @invariant()
    def the_model_the_reads_and_the_list_agree(self) -> None:
        """After each call in the sandbox it was made in; of the others when all is over."""
        if self.touched is not None:
            self.agree(self.touched, self.about)
        self.touched = self.about = None

    def teardown(self) -> None:
        for box in self.boxes:
            self.agree(box)

    def agree(self, box: Box, about: str | None = None) -> None:
        """Only the id that the call was about may have changed, byte for byte."""
        for id_ in box.verifications:
            views = box.views(id_)
            assert id_ == about or views == box.last.get(id_)
            box.last[id_] = views
        self.agree_on_each(box)
        items = box.merchant.list(filter=ALWAYS, page={"size": 100}).json()["items"]
        assert {item["id"]: item for item in items} == box.seen

    def agree_on_each(self, box: Box) -> None:
        for id_, it in box.verifications.items():
            record, shown = (json.loads(view) for view in box.last[id_])
            attempts = shown["attempts"]
            assert record["status"] == it.status
            assert len({attempt["identityVerificationTxId"] for attempt in attempts}) == len(attempts)
            assert [STATUS.get(attempt["state"], model.READY) for attempt in attempts] == list(it.attempts)
            self.goes_on_from(box.seen.get(id_), record)
            box.seen[id_] = record

    def goes_on_from(self, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        """A verified record stays what it is, and times go forward whatever the clock does."""
        if before is None:
            return
        assert before["status"] != "VERIFIED" or after == before
        assert after["requestedAt"] == before["requestedAt"]
        for name in ("updatedAt", "statusChangedAt"):
            assert datetime.fromisoformat(after[name]) >= datetime.fromisoformat(before[name])
        assert after["requestedAt"] <= after["statusChangedAt"] <= after["updatedAt"]
        # A send may begin an attempt that fails at once, so of FAILED this cannot be said.
        if after["status"] == before["status"] != "FAILED":
            assert after["statusChangedAt"] == before["statusChangedAt"]


def _arrived(ask: Callable[[], httpx.Response]) -> httpx.Response | None:
    """The answer, or None where it is lost: the connection is cut, or in process it is said."""
    try:
        answer = ask()
    except httpx.RemoteProtocolError:
        return None
    except httpx.ReadError:
        return None
    return None if answer.status_code == 503 and "lost" in answer.text else answer


def _error(answer: httpx.Response | None) -> str | None:
    if answer is None:
        return model.LOST
    return None if answer.is_success else str(answer.json()["type"])
