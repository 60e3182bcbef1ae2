"""A shop for adults that uses the client: what PortOne said about somebody, what follows, and why, as a row of text.

Lives here: the shop and its words. May not: know that PortOne is a mock; start or print anything.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from client import (
    ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    AgeRule,
    Attempt,
    CouldNotAskError,
    IdentityKey,
    IdentityVerification,
    NotEligible,
    Policy,
    PortOneClient,
    Reason,
    RefusedError,
    Unreadable,
    at_least,
    decide,
    full_age,
    identity_keys,
    same_person,
    seoul_date,
    site_of,
    youth_protection_act_age,
)

ADULT: Final = 19
HEADS: Final = (
    ("아이디", "이름", "상태", "생년월일", "DI", "만 나이", "연 나이", "가입", "이유"),
    ("id", "name", "status", "birth date", "DI", "full age", "Youth Act", "sign-up", "why"),
)
YES, NO, NOTHING = "O", "X", "-"
LEGEND: Final = (
    "O 예, X 아니오. 만 나이: 만 19세 이상. 연 나이: 청소년 보호법상 성인.\n"
    "O yes, X no. Full age: 19 or older. Youth Act: an adult under the Youth Protection Act."
)
WHY: Final[dict[Reason, str]] = {
    "not-verified": "인증되지 않음 not verified",
    "another-id": "다른 아이디 another id",
    "not-live": "테스트 채널 not a live channel",
    "no-birth-date": "생년월일 없음 no birth date",
    "too-young": "나이 미달 too young",
}


@dataclass
class Shop:
    """Accepts adults under the Youth Protection Act, each of them once; `members` by the id they signed up with."""

    portone: PortOneClient
    now: datetime
    members: dict[str, tuple[IdentityKey, ...]] = field(default_factory=dict)

    def row(self, id_: str) -> list[str]:
        """One person's row under HEADS."""
        try:
            record = self.portone.get_identity_verification(id_)
        except RefusedError as error:
            return self._unread(id_, f"포트원이 거절 PortOne refused: {error.status} {error.type}")
        except CouldNotAskError as error:
            return self._unread(id_, f"포트원에 묻지 못함 PortOne could not be asked: {error.status} {error.type}")
        return [id_, *self._said(record), *self._decided(record, id_)]

    def _unread(self, id_: str, why: str) -> list[str]:
        return [id_, *[NOTHING] * (len(HEADS[0]) - 3), NO, why]

    def _said(self, record: IdentityVerification) -> list[str]:
        customer = record.verified_customer
        if customer is None:
            return [NOTHING, record.status, NOTHING, NOTHING]
        return [
            customer.name or NOTHING,
            record.status,
            NOTHING if isinstance(customer.birth_date, Unreadable) else str(customer.birth_date or NOTHING),
            YES if customer.di else NO,
        ]

    def _decided(self, record: IdentityVerification, id_: str) -> list[str]:
        by_full_age = self._reasons(record, id_, at_least(ADULT))
        by_the_act = self._reasons(record, id_, ADULT_BY_THE_YOUTH_PROTECTION_ACT)
        twin = None if by_the_act else self._signed_up(record, id_)
        why = [WHY.get(reason, reason) for reason in by_the_act]
        if twin is not None:
            why.append(f"이미 가입함 already a member: {twin}")
        if not by_the_act and by_full_age:
            why.append("만 나이로는 아직 미성년 still a minor by full age")
        return [*self._ages(record), NO if by_the_act or twin else YES, ", ".join(why) or NOTHING]

    def _reasons(self, record: IdentityVerification, id_: str, age: AgeRule) -> tuple[Reason, ...]:
        policy = Policy(age=age, fresh_for=None, forbidden_prefixes=())  # a mock's people, ready-made
        decision = decide(record, Attempt(id=id_, issued_at=self.now), policy, self.now)
        return decision.reasons if isinstance(decision, NotEligible) else ()

    def _ages(self, record: IdentityVerification) -> list[str]:
        birth_date = record.verified_customer and record.verified_customer.birth_date
        if not birth_date or isinstance(birth_date, Unreadable):
            return [NOTHING, NOTHING]
        today = seoul_date(self.now)
        ages = (full_age(birth_date, today), youth_protection_act_age(birth_date, today))
        return [f"{age} {YES if age >= ADULT else NO}" for age in ages]

    def _signed_up(self, record: IdentityVerification, id_: str) -> str | None:
        """The member that this person already is; a new one becomes a member."""
        customer = record.verified_customer
        assert customer is not None
        keys = identity_keys(customer, site_of(record.channel))
        for member, known in self.members.items():
            if same_person(known, keys):
                return member
        self.members[id_] = keys
        return None
