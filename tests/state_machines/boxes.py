"""Two sandboxes of two stores each beside the model, and clocks that go forward and back.

Lives here: what every machine has: the sandboxes, a checked call, and what has to be true after each. May not: calls
(attempts.py, tokens.py), what they should come to (model.py).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ..merchant import Merchant
from . import model
from .model import Outcome, Tokens, Verification

START: Final = "2026-06-01T03:00:00Z"
IDS: Final = ("a", "b/c", "가")
# What has become of an attempt, where it is over.
STATUS: Final = {"verified": model.VERIFIED, "failed": model.FAILED, "attempts-used-up": model.FAILED}
SECONDS: Final = (0.001, 1, 59, 180, 1799, 1800, 10_799, 10_800, 86_400, 7 * 86_400)
ALWAYS: Final = {"from": "2000-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z"}
# Most calls meet in one sandbox, or hardly anything would ever come to be there.
boxes = st.sampled_from((0, 0, 0, 1))


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


class Boxes(RuleBasedStateMachine):
    """The sandboxes, and their clocks."""

    def __init__(self, client: httpx.Client, people: dict[str, Any]) -> None:
        super().__init__()
        self.client = client
        self.people = people
        self.boxes: list[Box] = []
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
