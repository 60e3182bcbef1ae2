"""IDEMPOTENCY: one Idempotency-Key, one outcome.

Lives here: contracts only. Keys are quoted as in RFC 8941.
"""

from ..expect import accepted, refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, SEEN, contract
from ..needs import Need
from ..steps import arranged, let_in, merchant, prepared, record, see, send_body, sent, tokens_of
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
    _sent_under(target, id_, key)
    second = target.send(id_, send_body(target), headers=key)
    if second.status != 200:
        raise ContractBroken(second.told(), Text("처음과 같은 200", "200, as the first time"))


@contract(
    "IDEMPOTENCY-02",
    Text(
        "같은 Idempotency-Key로 되풀이한 확인은 첫 응답을 받는다.",
        "A confirm repeated under its Idempotency-Key gets the first answer.",
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
        raise NotApplicable(see("확인을 받아 주지 않습니다", "a confirm is not accepted", "CONFIRM-01"))
    accepted(second)
    same(Text("첫 응답과 두 번째 응답", "the first and the second answer"), second.object(), first.object())


@contract(
    "IDEMPOTENCY-03",
    Text("Idempotency-Key가 다르면 다른 요청이다.", "Another Idempotency-Key is another request."),
    "docs",
    GUIDES,
    needs=[Need.SENDING],
)
def another_key(target: Target) -> None:
    id_ = target.fresh_id()
    _sent_under(target, id_, _key(target))
    second = target.send(id_, send_body(target), headers=_key(target))
    if second.status == 200:
        raise ContractBroken(second.told(), Text("두 번째 요청이 받는 응답", "what a second send gets"))


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
    _sent_under(target, target.fresh_id(), key)
    second = target.send(target.fresh_id(), send_body(target), headers=key)
    if not 400 <= second.status < 500:
        raise ContractBroken(second.told(), Text("거절(4xx)", "a refusal (4xx)"))


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
    let_in(target)
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
        plain = record(target, id_)
        same(
            Text("키가 있을 때와 없을 때의 조회", "a read with and without a key"),
            target.read(id_, headers=key).object(),
            plain,
        )


@contract(
    "IDEMPOTENCY-07",
    Text(
        "따옴표로 감싸지 않은 Idempotency-Key도 받고, 감싼 것과 같은 키이다.",
        "An Idempotency-Key without quotation marks is taken, and is the same key as with them.",
    ),
    "observed",
    SEEN,
    needs=[Need.SENDING],
)
def keys_without_quotation_marks(target: Target) -> None:
    id_, key = target.fresh_id(), _key(target)
    raw = {name: value.strip('"') for name, value in key.items()}
    for headers in (raw, raw, key):
        answer = target.send(id_, send_body(target), headers=headers)
        if answer.status != 200:
            raise ContractBroken(answer.told(), Text("처음과 같은 200", "200, as the first time"))
    record(target, id_)


@contract(
    "IDEMPOTENCY-08",
    Text(
        "거절도 첫 응답이다: 같은 Idempotency-Key로 되풀이하면 그사이 무엇이 바뀌었든 같은 거절을 받는다.",
        "A refusal is a first answer too: its repeat gets it again, whatever has changed meanwhile.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.OTP],
)
def a_repeated_refusal(target: Target) -> None:
    id_, key = target.fresh_id(), _key(target)
    body = {"otp": "000000"}
    first = target.confirm(id_, body, headers=key)
    if first.status < 400 or target.send(id_, send_body(target)).status != 200:
        raise NotApplicable(see("없는 아이디의 확인을 거절하지 않습니다", "an unknown id is not refused", "CONFIRM-03"))
    second = target.confirm(id_, body, headers=key)
    if (second.status, second.type()) != (first.status, first.type()):
        raise ContractBroken(second.told(), first.told())


@contract(
    "IDEMPOTENCY-09",
    Text(
        "Idempotency-Key는 3시간 동안 기억되고, 그 뒤에는 새 요청이다.",
        "An Idempotency-Key is remembered for three hours, and makes a new request afterwards.",
    ),
    "docs",
    GUIDES,
    needs=[Need.SENDING, Need.CLOCK, Need.MERCHANTS],
)
def keys_are_forgotten(target: Target) -> None:
    other = merchant(target)
    id_, key = other.fresh_id(), _key(other)
    if other.send(id_, send_body(other), headers=key).status != 200:
        raise NotApplicable(see("요청(send)을 받아 주지 않습니다", "a send is not accepted", "SEND-01"))
    if other.send(id_, send_body(other)).status == 200:
        raise NotApplicable(see("두 번째 요청을 거절하지 않습니다", "a second send is not refused", "SEND-03"))
    arranged(other).advance(3 * 3_600 - 60)
    within = other.send(id_, send_body(other), headers=key)
    if within.status != 200:
        raise ContractBroken(within.told(), Text("3시간 안에는 첫 응답", "the first answer within three hours"))
    arranged(other).advance(120)
    later = other.send(id_, send_body(other), headers=key)
    if later.status == 200:
        raise ContractBroken(later.told(), Text("3시간 뒤에는 새 요청", "a new request after three hours"))


@contract(
    "IDEMPOTENCY-10",
    Text(
        "Idempotency-Key는 가맹점마다 따로이다.",
        "An Idempotency-Key is its merchant's: another merchant's is another one.",
    ),
    "assumed",
    NOBODY,
    needs=[Need.SENDING, Need.MERCHANTS],
)
def keys_of_two_merchants(target: Target) -> None:
    other, key = merchant(target), _key(target)
    id_ = target.fresh_id()
    _sent_under(target, id_, key)
    answer = other.send(id_, send_body(other), headers=key)
    if answer.status != 200 or other.read(id_).status != 200:
        raise ContractBroken(
            Text(f"{answer.told()}, 내역 없음", f"{answer.told()}, and no record"),
            Text("자기 요청의 처리", "its own request"),
        )


@contract(
    "IDEMPOTENCY-11",
    Text(
        "같은 Idempotency-Key로 되풀이한 로그인은 처음과 같은 토큰을 받는다.",
        "A login repeated under its Idempotency-Key gets the tokens of the first answer.",
    ),
    "docs",
    GUIDES,
)
def a_repeated_login(target: Target) -> None:
    key, body = _key(target), {"apiSecret": target.api_secret}
    answers = [target.call("POST", "/login/api-secret", authorization=None, body=body, headers=key) for _ in range(2)]
    first, second = (tokens_of(answer) for answer in answers)
    same(Text("두 로그인의 토큰", "the tokens of both logins"), second, first)


def _sent_under(target: Target, id_: str, key: dict[str, str]) -> None:
    """A first send that is accepted and leaves its record."""
    if target.send(id_, send_body(target), headers=key).status != 200:
        raise NotApplicable(see("요청(send)을 받아 주지 않습니다", "a send is not accepted", "SEND-01"))
    record(target, id_)


def _key(target: Target) -> dict[str, str]:
    return {"Idempotency-Key": f'"{target.fresh_id():-<24}"'}
