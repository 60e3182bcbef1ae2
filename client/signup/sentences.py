"""What an answer is to its two readers: a status for programs and a plain sentence for the user, for every reason.

The reasons themselves are for developers. No sentence has anything in it that only PortOne or the database knows.
"""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Sentence:
    ko: str
    en: str


AGAIN: Final = Sentence("본인인증을 처음부터 다시 진행해 주세요.", "Please start the identity verification again.")
OUR_FAULT: Final = Sentence(
    "지금은 본인인증을 확인할 수 없습니다. 인증에 실패한 것은 아니니 잠시 후 다시 시도해 주세요.",
    "We cannot check your verification right now. It has not failed; please try again shortly.",
)
NOT_HERE: Final = Sentence(
    "이 방법의 본인인증으로는 가입할 수 없습니다.", "This way of verifying cannot be used to sign up here."
)
NO_BIRTH_DATE: Final = Sentence(
    "생년월일을 확인할 수 없어 가입할 수 없습니다. 고객센터로 문의해 주세요.",
    "We cannot confirm your date of birth, so you cannot sign up. Please contact us.",
)

# In the order in which a user hears of them: the first that holds is said.
STATUSES: Final = {"used-before": 409, "already-a-member": 409, "portone-cannot-be-asked": 503, "try-again": 503}
SENTENCES: Final[dict[str, Sentence]] = {
    "portone-cannot-be-asked": OUR_FAULT,
    "try-again": Sentence(
        "지금은 가입을 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.",
        "We cannot sign you up right now. Please try again shortly.",
    ),
    "unreadable-request": AGAIN,
    "used-before": Sentence(
        "이미 처리된 본인인증입니다. 가입하셨다면 로그인해 주세요.",
        "This verification has been used already. If you have signed up, please log in.",
    ),
    "not-issued-to-this-session": AGAIN,
    "not-found": AGAIN,
    "not-verified": Sentence("본인인증이 완료되지 않았습니다.", "The identity verification was not completed."),
    "another-id": AGAIN,
    "not-fresh": Sentence(
        "본인인증을 한 지 오래되었습니다. 다시 인증해 주세요.",
        "That verification was too long ago. Please verify yourself again.",
    ),
    "not-v2": NOT_HERE,
    "not-live": NOT_HERE,
    "channel-not-allowed": NOT_HERE,
    "provider-not-allowed": NOT_HERE,
    "forbidden-identity": NOT_HERE,
    "no-birth-date": NO_BIRTH_DATE,
    "impossible-birth-date": NO_BIRTH_DATE,
    "born-in-the-future": NO_BIRTH_DATE,
    "too-young": Sentence("이용할 수 있는 나이가 아닙니다.", "You are not old enough to sign up here."),
    "needs-guardian": Sentence(
        "만 14세 미만은 법정대리인의 동의가 필요합니다.", "Under 14, a parent or guardian has to consent."
    ),
    "cannot-tell-apart": NOT_HERE,
    "already-a-member": Sentence(
        "이미 가입한 회원입니다. 로그인해 주세요.", "You already have an account. Please log in."
    ),
    "not-accepted": Sentence("가입할 수 없습니다. 고객센터로 문의해 주세요.", "You cannot sign up. Please contact us."),
}
WELCOME: Final = Sentence("가입되었습니다.", "You have signed up.")


def status_of(reasons: tuple[str, ...]) -> int:
    """409 for a duplicate or a replay, 503 where nothing could be decided, else 422."""
    return max((STATUSES.get(reason, 422) for reason in reasons if reason in STATUSES), default=422)


def told(reasons: tuple[str, ...]) -> dict[str, Any]:
    """The JSON of a refusal."""
    first = next(SENTENCES[reason] for reason in SENTENCES if reason in reasons)
    decision = "undecided" if status_of(reasons) == 503 else "refused"
    return {"decision": decision, "reasons": list(reasons), "sentence": {"ko": first.ko, "en": first.en}}
