"""One case being played: fresh people, ids, faults, and the evidence.

Lives here: what cases are written with. May not: a case, running many.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..text import Text
from .application import Answer, Application, Meaning, Session
from .case import Case
from .mock import LOGINS, Mock, Row, shown_row
from .moments import Moment, Moments
from .policy import Policy
from .verdicts import Broken, NotJudged, Severity, Undecided

MEANINGS: Final[dict[Meaning, Text]] = {
    "accepted": Text("받아들임", "accepted"),
    "refused": Text("거절", "refused"),
    "later": Text("나중에 다시", "try again later"),
    "crashed": Text("오류로 끝남(5xx)", "crashed (5xx)"),
    "silent": Text("응답 없음", "no answer"),
    "strange": Text("알 수 없는 응답", "an answer that says nothing"),
}

TOO_MANY: Final = 429
_TOO_OFTEN: Final = Text(
    "애플리케이션이 요청 횟수를 제한합니다(429). 프로브를 돌릴 때는 제한을 끄거나 올리세요",
    "the application limits how often it is asked (429): switch that off, or raise it, while it is probed",
)
# The run in an id that a probe has made, as `issued` does.
_ID: Final = re.compile("probe(p[0-9a-f]{8})n[0-9]")
# In place of an id: that of the attempt (None is an id, too, if a wrong one).
OWN: Final = object()


@dataclass(frozen=True)
class Attempt:
    """An id, and the session it belongs to."""

    id: str
    session: Session


@dataclass
class Setting:
    """What all cases of a run share; `run` makes its people and ids its own.

    `moment` is when the application thinks it is, where its clock was moved; `legacy` whether PortOne's answers hold
    `customer`, too (as to an old login); `told` the environment that it was started with; `ids` and `faults` are what
    lies in the mock. Once it is `over` no case does anything more.
    """

    application: Application
    mock: Mock
    policy: Policy
    run: str
    numbers: Iterator[int] = field(default_factory=itertools.count)
    ids: list[str] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    over: bool = False
    moment: Moment | None = None
    legacy: bool = False
    told: Mapping[str, str] = field(default_factory=dict)


def _of_a_gateway(answer: Answer) -> tuple[str, str]:
    """A hint where an application may mean by its status: whom I have to ask does not answer."""
    if answer.status not in (502, 504):
        return "", ""
    option = f"--later status={answer.status}"
    return (
        f"({answer.status}이(가) 그 뜻이고 페이지가 다시 시도하라고 안내하면 {option})",
        f" (if {answer.status} means that to your page: {option})",
    )


class Play:
    """The stage of one case."""

    def __init__(self, setting: Setting, case: Case) -> None:
        self.setting, self.case = setting, case
        self.mock, self.policy = setting.mock, setting.policy
        self.evidence: list[str] = [setting.moment.told()] if setting.moment else []
        self._faults: list[str] = []
        self._played: list[str] = []
        self._limited = False

    def someone(self, like: str = "adult") -> str:
        """Somebody whom the application has never seen."""
        return f"{like}~{self.setting.run}{next(self.setting.numbers)}"

    def issued(self, session: Session | None = None) -> Attempt:
        """An id without a record: the application's own where it issues them."""
        session = session or Session()
        if self.setting.application.start is None:
            id_: str | None = f"probe{self.setting.run}n{next(self.setting.numbers)}"
        else:
            id_, answer = self.setting.application.issue(session)
            if id_ is None:
                self.evidence.append(f"application: {answer.shown}")
                raise Undecided(Text("애플리케이션이 아이디를 내주지 않았습니다", "the application issued no id"))
        assert id_ is not None
        self.setting.ids.append(id_)
        self._played.append(id_)
        return Attempt(id_, session)

    def attempt(self, **order: Any) -> Attempt:
        """An id with a record: VERIFIED now, of somebody new, unless the order says otherwise."""
        attempt = self.issued()
        self.put(attempt, **order)
        return attempt

    def put(self, attempt: Attempt, **order: Any) -> None:
        """Make or replace the record of an attempt."""
        self._go_on()
        order = {"person": self.someone(), "channel": self.mock.full_channel} | order
        self.mock.put(attempt.id, order)
        self.evidence.append(f"mock: {attempt.id} is {order}")

    def altered(self, attempt: Attempt, change: Callable[[dict[str, Any]], Any]) -> None:
        """From now on the record is answered as `change` makes it."""
        self.answered(attempt, change(self.mock.record(attempt.id)))

    def answered(self, attempt: Attempt, body: Any) -> None:
        """From now on a read is answered with this and 200; a copy of the customer is where an old login has one."""
        if self.setting.legacy and isinstance(body, dict) and "verifiedCustomer" in body:
            body = {**body, "customer": body["verifiedCustomer"]}
        self.fault(attempt, "status", status=200, body=body)

    def fault(self, attempt: Attempt, fault: str, times: int | None = None, **parameters: Any) -> str:
        """A fault that only this id meets, every time unless `times` says how often."""
        return self.shared_fault(fault, {"id": attempt.id}, times, **parameters)

    def shared_fault(self, fault: str, match: dict[str, Any], times: int | None = None, **parameters: Any) -> str:
        """A fault of any call that fits; for cases that are played alone."""
        self._go_on()
        # What an application may hand on.
        self._limited = self._limited or fault == "rate-limit"
        self._faults.append(self.mock.order_fault(fault, match, times, **parameters))
        self.setting.faults.add(self._faults[-1])
        self.evidence.append(f"mock: fault {fault} {parameters or ''} × {times or 'always'}".replace("  ", " "))
        return self._faults[-1]

    def end_faults(self) -> None:
        """Take back what this case has ordered."""
        while self._faults:
            self.mock.withdraw(self._faults[-1])
            self.setting.faults.discard(self._faults.pop())

    def submit(
        self, attempt: Attempt, id_: Any = OWN, extra: dict[str, Any] | None = None, seconds: float | None = None
    ) -> Answer:
        """Hand the id of the attempt in, or another one in its session; `seconds` in place of the run's limit."""
        self._go_on()
        asked = attempt.id if id_ is OWN else id_
        answer = self.setting.application.submit(attempt.session, asked, extra, seconds)
        self.evidence.append(f"application: {answer.shown}")
        if answer.status == TOO_MANY and not self._limited:
            raise Undecided(_TOO_OFTEN)
        return answer

    def _go_on(self) -> None:
        if self.setting.over:
            raise Undecided(Text("중단되었습니다", "the probe was broken off"))

    def calls(self, attempt: Attempt) -> list[Row]:
        """What the mock was asked about this id."""
        return self.mock.journal(identityVerificationId=attempt.id)

    def calls_since(self, number: int) -> list[Row]:
        """Everything but logins, and what is seen to be another probe's, after that row; for cases that are played
        alone."""
        rows = {row["n"]: row for row in (*self._lost(), *self.mock.journal())}
        after = [rows[n] for n in sorted(rows) if n > number and rows[n]["operation"] not in LOGINS]
        return [row for row in after if set(_ID.findall(row["path"])) <= {self.setting.run}]

    def _lost(self) -> list[Row]:
        """Calls of paths that PortOne does not have stand in the default sandbox's journal, whoever has made them."""
        return [row for row in self.mock.journal(secret=None) if self.setting.run in row["path"]]

    def expect(self, answer: Answer, *allowed: Meaning) -> None:
        """Broken unless the answer means one of these; the worst is to accept whom nobody should."""
        if answer.meaning in allowed:
            return
        received = MEANINGS[answer.meaning]
        status = "" if answer.status is None else f" ({answer.status})"
        wanted = [MEANINGS[one] for one in allowed]
        ko, en = _of_a_gateway(answer) if "later" in allowed else ("", "")
        raise Broken(
            Text(received.ko + status, received.en + status),
            Text(" 또는 ".join(one.ko for one in wanted) + ko, " or ".join(one.en for one in wanted) + en),
            self._cost(answer.meaning, allowed),
            put_off=answer.meaning == "later",
        )

    def expect_at_last(self, answer: Answer) -> None:
        """Broken unless somebody gets in now that nothing is in the way any more: to be put off again is harm, too."""
        if answer.meaning != "accepted":
            got, wanted = MEANINGS[answer.meaning], MEANINGS["accepted"]
            raise Broken(got, wanted, min(self.case.severity, Severity.USER_HARM))

    def _cost(self, meaning: Meaning, allowed: tuple[Meaning, ...]) -> Severity:
        if meaning == "accepted":
            return self.case.severity
        if meaning in ("crashed", "silent", "strange"):
            # A page of an error where somebody should get in keeps them out, whatever was meant by it.
            most = Severity.USER_HARM if allowed == ("accepted",) else Severity.ROBUSTNESS
            return min(self.case.severity, most)
        return min(self.case.severity, Severity.USER_HARM if meaning == "refused" else Severity.ADVICE)

    def must_accept(self, attempt: Attempt, extra: dict[str, Any] | None = None) -> None:
        """Undecided unless this first step works: the case is about what comes after it."""
        if self.submit(attempt, extra=extra).meaning != "accepted":
            raise Undecided(
                Text(
                    "첫 단계(문제없는 사람)를 애플리케이션이 받아들이지 않았습니다",
                    "the first step, of somebody nothing is wrong with, was not accepted",
                )
            )

    def broken(self, received: Text, expected: Text, severity: Severity | None = None) -> None:
        """End the case as broken."""
        raise Broken(received, expected, severity or self.case.severity)

    def not_judged(self, ko: str, en: str) -> None:
        """End the case without a verdict."""
        raise NotJudged(Text(ko, en))

    def not_yet(self, when: Moments, ko: str, en: str, *, zone: bool = False) -> None:
        """End the case without a verdict, with the next moment when there can be one."""
        moment = next(iter(sorted(when(self.policy, self.mock.today()), key=lambda one: one.at)), None)
        if moment is None:
            self.not_judged(f"{ko}. 이 기준 나이에서는 드러나지 않습니다", f"{en}; with this least age never")
        else:
            at, there = f"{moment.at:%Y-%m-%d %H:%M}", f" (TZ={moment.zone})" if zone else ""
            self.not_judged(
                f"{ko}. 다음은 서울 {at}{there}, 또는 지금 --run과 --fake-time으로",
                f"{en}; next at {at} in Seoul{there}, or now with --run and --fake-time",
            )

    def gather(self) -> None:
        """Put what the journal saw of this case's ids into the evidence."""
        for id_ in self._played:
            rows = self.mock.journal(identityVerificationId=id_)
            self.evidence += [f"journal: {shown_row(row)}" for row in rows[:12]]
            if not rows:
                # A row is written with its answer: what a fault holds back still has none.
                waits = any(map(self.mock.fired, self._faults))
                self.evidence.append(f"journal: {'a call without an answer yet' if waits else 'no call'} for {id_}")
        # What leaks the secret is told of, and does not leak it once more.
        self.evidence = [line.replace(self.mock.api_secret, "***") for line in self.evidence]
