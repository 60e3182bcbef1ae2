"""IDEMPOTENCY: one Idempotency-Key, one outcome.

Lives here: contracts only. Keys are quoted as in RFC 8941.
"""

from ..expect import accepted, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, contract
from ..needs import Need
from ..steps import arranged, prepared, send_body, sent
from ..target import Target
from ..text import Text


@contract(
    "IDEMPOTENCY-01",
    Text(
        "같은 Idempotency-Key로 되풀이한 요청은 ALREADY_SENT가 아니라 첫 응답을 받는다.",
        "A send repeated under its Idempotency-Key gets the first answer instead of ALREADY_SENT.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING],
)
def a_repeated_send(target: Target) -> None:
    id_, key = target.fresh_id(), _key(target)
    if target.send(id_, send_body(target), headers=key).status != 200:
        raise NotApplicable("a send is not accepted; see SEND-01")
    second = target.send(id_, send_body(target), headers=key)
    if second.status != 200:
        raise ContractBroken(second.told(), "200, as the first time")


@contract(
    "IDEMPOTENCY-02",
    Text(
        "같은 Idempotency-Key로 되풀이한 확인은 첫 응답을 바이트까지 똑같이 받는다.",
        "A confirm repeated under its Idempotency-Key gets the first answer, byte for byte.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.OTP],
)
def a_repeated_confirm(target: Target) -> None:
    id_, key = sent(target), _key(target)
    body = {"otp": arranged(target).otp(id_)}
    first, second = (target.confirm(id_, body, headers=key) for _ in range(2))
    if first.status != 200:
        raise NotApplicable("a confirm is not accepted; see CONFIRM-01")
    accepted(second)
    same("the first and the second answer", second.content, first.content)


@contract(
    "IDEMPOTENCY-03",
    Text("Idempotency-Key가 다르면 다른 요청이다.", "Another Idempotency-Key is another request."),
    "docs",
    GUIDES,
    needs=[Need.SENDING],
)
def another_key(target: Target) -> None:
    id_ = target.fresh_id()
    target.send(id_, send_body(target), headers=_key(target))
    second = target.send(id_, send_body(target), headers=_key(target))
    if second.status == 200:
        raise ContractBroken(second.told(), "what a second send gets")


@contract(
    "IDEMPOTENCY-04",
    Text(
        "이미 쓴 Idempotency-Key로 다른 요청을 보내면 거절한다.",
        "Another request under a used Idempotency-Key is refused.",
    ),
    "docs",
    GUIDES.and_("상태 코드는 적혀 있지 않음", "with which status, they do not say"),
    needs=[Need.SENDING],
)
def another_request_under_one_key(target: Target) -> None:
    key = _key(target)
    target.send(target.fresh_id(), send_body(target), headers=key)
    second = target.send(target.fresh_id(), send_body(target), headers=key)
    if not 400 <= second.status < 500:
        raise ContractBroken(second.told(), "a refusal (4xx)")


@contract(
    "IDEMPOTENCY-05",
    Text(
        "16자보다 짧거나 256자보다 긴 Idempotency-Key는 400 INVALID_REQUEST이다.",
        "An Idempotency-Key of fewer than 16 or more than 256 characters is 400 INVALID_REQUEST.",
    ),
    "assumed",
    GUIDES.and_("길이만 있고, 거절은 이 프로젝트가 정함", "they give the lengths, the refusal is our choice"),
    needs=[Need.SENDING],
)
def keys_of_other_lengths(target: Target) -> None:
    for length in (15, 257):
        headers = {"Idempotency-Key": f'"{"k" * length}"'}
        refused(target.send(target.fresh_id(), send_body(target), headers=headers), 400, "INVALID_REQUEST")


@contract(
    "IDEMPOTENCY-06",
    Text("GET에 붙은 Idempotency-Key는 무시한다.", "An Idempotency-Key on a GET is ignored."),
    "docs",
    GUIDES,
    needs=[Need.RECORDS],
)
def a_key_on_a_read(target: Target) -> None:
    key = _key(target)
    for state in ("READY", "VERIFIED"):
        id_ = prepared(target, state)
        same("a read with and without a key", target.read(id_, headers=key).object(), target.read(id_).object())


def _key(target: Target) -> dict[str, str]:
    return {"Idempotency-Key": f'"{target.fresh_id():-<24}"'}
