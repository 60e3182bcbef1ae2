"""The generated parts of docs/client.md: the reasons of the sign-up backend, its settings' errors, and the error tree.

Lives here: rendering. May not: sentences; those are the backend's own.
"""

from typing import Final

from client import errors
from client.signup.sentences import SENTENCES, status_of
from client.signup.shops import SHOPS
from tests.docs.markdown import table

# What a developer has to know beyond the sentence for the user; a test holds this to the backend's own reasons.
MEANINGS: Final = {
    "portone-cannot-be-asked": ("답이 없음(5xx, 429도), 또는 우리 설정의 잘못", "no answer, or our own mistake"),
    "try-again": ("데이터베이스에 쓸 수 없음", "the database could not be written"),
    "unreadable-request": ("요청 본문을 읽을 수 없음", "the body of the request cannot be read"),
    "used-before": ("이미 계정을 만든 본인인증", "an account was opened with this verification"),
    "not-issued-to-this-session": ("이 세션에 준 아이디가 아님. 묻지도 않음", "not an id of this session; nobody asks"),
    "not-found": ("포트원에 없는 내역", "PortOne has no such record"),
    "not-verified": ("`VERIFIED`가 아님. 모르는 상태도", "not `VERIFIED`; an unknown status neither"),
    "another-id": ("물어본 아이디의 답이 아님", "the answer is about another id"),
    "not-fresh": ("30분이 넘었거나 아이디를 주기 전의 인증", "over 30 minutes old, or older than its id"),
    "not-v2": ("V1이 남긴 내역", "what V1 has left behind"),
    "not-live": ("LIVE 채널이 아님", "not a LIVE channel"),
    "channel-not-allowed": ("허용한 채널 키가 아님", "not an allowed channel key"),
    "provider-not-allowed": ("허용한 결제대행사가 아님", "not an allowed provider"),
    "forbidden-identity": ("모의 서버가 만든 사람(`MOCK…`)", "somebody whom a mock made up (`MOCK…`)"),
    "no-birth-date": ("생년월일이 없음", "no birth date"),
    "impossible-birth-date": ("달력에 없는 생년월일", "a birth date that no calendar has"),
    "born-in-the-future": ("아직 오지 않은 생년월일", "a birth date to come"),
    "too-young": ("나이 미달", "too young for the shop's rule"),
    "needs-guardian": ("만 14세 미만, 법정대리인의 동의 필요", "under 14, a guardian has to consent"),
    "cannot-tell-apart": ("DI도 CI도 없음", "neither DI nor CI"),
    "already-a-member": ("DI나 CI가 같은 계정이 있음", "an account with this DI or CI is there"),
    "not-accepted": (
        "계정이 있는지 알리지 않는 가게에서, 사람에 대한 모든 거절 대신",
        "in place of every refusal of a person, in a shop that does not tell of accounts",
    ),
}  # fmt: skip


def decisions() -> str:
    """Every reason with its status and what the user is told."""
    rows = (
        (
            f"`{reason}`",
            str(400 if reason == "unreadable-request" else status_of((reason,))),
            *MEANINGS[reason],
            sentence.ko,
            sentence.en,
        )
        for reason, sentence in SENTENCES.items()
    )
    return table(("reason", "HTTP", "언제", "when", "이용자에게", "to the user"), rows)


def shops() -> str:
    """The three shops."""
    return table(("shop", "가게", "which"), ((f"`{name}`", shop.ko, shop.en) for name, shop in SHOPS.items()))


def client_errors() -> str:
    """The tree as `client/errors.py` draws it."""
    drawn = (errors.__doc__ or "").split("\n\n", 1)[1].rstrip()
    return f"```text\n{drawn}\n```\n"
