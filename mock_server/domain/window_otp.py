"""The OTP of a window: sent to whoever is being verified there, and compared with what they type.

Lives here: both steps. May not: delivering the SMS, what a wrong one leads to (completion.py). How providers' windows
count OTPs is documented nowhere: they count as those of the API do (`assumed`).
"""

from .attempts import Attempt, Otp, new_otp
from .errors import Refusal
from .lifecycle import STATUS_OF
from .moves import Moment, refused, standing, with_attempt
from .record import Record


def with_otp(record: Record, at: int, moment: Moment) -> Record:
    """The record with another OTP out for that attempt; Refusal (MOCK_CONFLICT) once it is over or sent too often."""
    if STATUS_OF[standing(record, at)] != "READY":
        raise refused("MOCK_CONFLICT")
    before = record.attempts[at]
    otp, resends = new_otp(moment.otp, moment.ids("otp")), before.resends
    if before.otp is not None:
        if resends >= moment.otp.resends:
            raise Refusal(
                "MOCK_CONFLICT",
                "인증번호를 다시 보낼 수 있는 횟수를 넘었습니다. 마지막으로 받은 번호를 쓰거나 다시 시작하세요.",
                why="The SMS was sent again as often as it may be (assumed); use the last OTP, or start again.",
            )
        # The tries belong to the attempt: a new OTP does not bring them back.
        otp, resends = Otp(otp.code, before.otp.tries_left), resends + 1
    return with_attempt(record, at, otp=otp, resends=resends, expires_at=moment.now + moment.otp.lifetime * 1000)


def outcome_of_otp(attempt: Attempt, typed: str, moment: Moment) -> str | None:
    """The outcome of typing this OTP, or None where it is the right one; Refusal where no SMS was sent."""
    if attempt.otp is None:
        raise Refusal(
            "MOCK_CONFLICT",
            "아직 보낸 인증번호가 없습니다. 먼저 인증번호를 받으세요.",
            why="No OTP was sent yet; ask for one first.",
        )
    if moment.now >= attempt.expires_at:
        return "otp-expired"
    return None if typed == attempt.otp.code else "wrong-otp"
