"""TOKEN, CONFIRM and IDEMPOTENCY: the same call several times at the same moment.

Lives here: contracts only. A server that keeps them whatever comes first is right; one that breaks them may be lucky.
"""

from collections.abc import Sequence
from typing import Final

from ..expect import refused
from ..failures import ContractBroken
from ..law import GUIDES, OPENAPI, contract
from ..needs import Need
from ..steps import arranged, log_in, record, send_body, sent
from ..target import Answer, Target
from ..text import Text

TIMES: Final = 8


@contract(
    "TOKEN-17",
    Text(
        "한 리프레시 토큰으로 동시에 재발급하면 하나만 성공하고 나머지는 401 UNAUTHORIZED이다.",
        "Of several refreshes of one token at once exactly one succeeds; the others are 401 UNAUTHORIZED.",
    ),
    "assumed",
    OPENAPI.and_("동시에 오는 경우는 이 프로젝트가 정함", "what comes at once is our choice"),
)
def refreshes_at_once(target: Target) -> None:
    token = log_in(target).refresh
    _one_succeeds(target.at_once([lambda: target.refresh(token)] * TIMES), 401, "UNAUTHORIZED")


@contract(
    "CONFIRM-15",
    Text(
        "맞는 인증번호로 동시에 확인하면 하나만 성공하고 나머지는 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED이다.",
        "Of right confirms at once exactly one succeeds; the others are 409 IDENTITY_VERIFICATION_ALREADY_VERIFIED.",
    ),
    "assumed",
    GUIDES.and_(
        "한 아이디에 성공은 하나뿐, 동시에 오는 경우는 이 프로젝트가 정함",
        "one success for an id; at once is our choice",
    ),
    needs=[Need.SENDING, Need.OTP],
)
def confirms_at_once(target: Target) -> None:
    id_ = sent(target)
    body = {"otp": arranged(target).otp(id_)}
    answers = target.at_once([lambda: target.confirm(id_, body)] * TIMES)
    _one_succeeds(answers, 409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    if record(target, id_)["status"] != "VERIFIED":
        raise ContractBroken(f"status {record(target, id_)['status']}", "status VERIFIED")


@contract(
    "IDEMPOTENCY-12",
    Text(
        "같은 Idempotency-Key의 요청이 동시에 오면 첫 응답을 받거나 409 IDEMPOTENCY_OUTSTANDING_REQUEST이다.",
        "Several sends under one Idempotency-Key at once get the first answer or 409 IDEMPOTENCY_OUTSTANDING_REQUEST.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING],
)
def one_key_at_once(target: Target) -> None:
    id_, body = target.fresh_id(), send_body(target)
    key = {"Idempotency-Key": f'"{target.fresh_id():-<24}"'}
    answers = target.at_once([lambda: target.send(id_, body, headers=key)] * TIMES)
    for answer in answers:
        if answer.status != 200:
            refused(answer, 409, "IDEMPOTENCY_OUTSTANDING_REQUEST")
    later = target.send(id_, body, headers=key)
    if later.status != 200 or all(answer.status != 200 for answer in answers):
        raise ContractBroken(later.told(), Text("첫 응답인 200", "the first answer, 200"))
    record(target, id_)


def _one_succeeds(answers: Sequence[Answer], status: int, type_: str) -> None:
    lost = [answer for answer in answers if answer.status != 200]
    if len(answers) - len(lost) != 1:
        count = len(answers) - len(lost)
        raise ContractBroken(
            Text(f"{len(answers)}개 가운데 {count}개가 성공", f"{count} of {len(answers)} succeeded"),
            Text("하나만 성공", "exactly one"),
        )
    for answer in lost:
        refused(answer, status, type_)
