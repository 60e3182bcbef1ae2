"""What a browser may add to its request, and what nobody may believe.

Lives here: FORGED cases. May not: anything else.
"""

import json
from typing import Any, Final

from ...text import Text
from ..case import Cases, Family
from ..mock import shown_row
from ..play import Play
from ..verdicts import Severity
from . import born

CASES: Final = Cases(
    Family(
        "FORGED",
        Text(
            "브라우저가 보낸 이름, 생년월일, 상태는 누구나 고칠 수 있습니다",
            "A name, a birth date or a status that a browser sends is whatever its user has typed",
        ),
        Text("포트원 연동 문서: 서버에서 단건 조회로 확인", "PortOne's guide: check by reading on the server"),
        Text(
            "요청에서는 아이디만 읽고, 사람은 포트원의 응답에서 읽으세요",
            "Take the id alone from the request, the person from PortOne",
        ),
    )
)


def _unless_let_in_anyway(play: Play, **order: Any) -> None:
    """Not judged where the same gets in without anything forged: that is another case's finding."""
    if play.submit(play.attempt(**order)).meaning == "accepted":
        play.not_judged(
            "꾸미지 않아도 받아들입니다(STATUS나 AGE 사례를 보세요)",
            "it is let in without anything forged, too: see the cases of STATUS and AGE",
        )


@CASES.case("요청에 적힌 status를 믿지 않는다", "a status written into the request is not believed")
def status(play: Play) -> None:
    _unless_let_in_anyway(play, status="READY")
    attempt = play.attempt(status="READY")
    forged = {"status": "VERIFIED", "verified": True, "success": True, "identityVerification": {"status": "VERIFIED"}}
    play.expect(play.submit(attempt, extra=forged), "refused", "later")


@CASES.case(
    "요청에 적힌 생년월일을 믿지 않는다", "a birth date written into the request is not believed", promise="leastAge"
)
def birth_date(play: Play) -> None:
    child = born.turning(play, play.policy.least_age, days=400)
    _unless_let_in_anyway(play, customer={"birthDate": child})
    attempt = play.attempt(customer={"birthDate": child})
    old = {"birthDate": "1970-01-01", "birth_date": "1970-01-01", "birthday": "1970-01-01", "age": 50}
    play.expect(play.submit(attempt, extra={**old, "verifiedCustomer": old, "customer": old}), "refused")


_OTHER_STORE: Final = "store-00000000-0000-4000-8000-00000000f0f0"


@CASES.case("요청에 적힌 상점 아이디로 묻지 않는다", "a storeId written into the request is not asked about")
def store(play: Play) -> None:
    attempt = play.attempt()
    play.submit(attempt, extra={"storeId": _OTHER_STORE, "store_id": _OTHER_STORE})
    asked = [row for row in play.calls(attempt) if _OTHER_STORE in row["query"]]
    if asked:
        play.broken(
            Text(f"포트원에 {shown_row(asked[0])}", f"PortOne was asked {shown_row(asked[0])}"),
            Text("서버에 설정한 상점 아이디, 또는 없음", "the store id of the server's own settings, or none"),
        )


@CASES.case(
    "요청에 적힌 이름, 번호, CI, DI를 믿지 않는다",
    "name, phone, CI and DI written into the request are not believed",
    Severity.MONEY,
    promise="oneAccount",
)
def identity(play: Play) -> None:
    person, new = play.someone(), play.someone()
    play.must_accept(play.attempt(person=person))
    forged = {"ci": f"CI{new}", "di": f"DI{new}", "name": "홍길동", "phoneNumber": "01055550009", "id": new}
    attempt = play.attempt(person=person)
    play.expect(play.submit(attempt, extra={**forged, "verifiedCustomer": forged, "customer": forged}), "refused")


@CASES.case(
    "브라우저가 정하는 customData를 믿지 않는다",
    "customData, which the browser chooses, is not believed",
)
def custom_data(play: Play) -> None:
    told: dict[str, Any] = {"status": "VERIFIED", "verified": True, "birthDate": "1970-01-01", "age": 50}
    written = json.dumps({**told, "verifiedCustomer": told})
    _unless_let_in_anyway(play, status="FAILED")
    play.expect(play.submit(play.attempt(status="FAILED", customData=written)), "refused", "later")
    if play.policy.get("leastAge"):
        child = {"birthDate": born.turning(play, play.policy.least_age, days=400)}
        _unless_let_in_anyway(play, customer=child)
        play.expect(play.submit(play.attempt(customer=child, customData=written)), "refused")
