"""What a browser may add to its request, and what nobody may believe.

Lives here: FORGED cases. May not: anything else.
"""

from typing import Final

from ...text import Text
from ..case import Cases, Family
from ..play import Play
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


@CASES.case("요청에 적힌 status를 믿지 않는다", "a status written into the request is not believed")
def status(play: Play) -> None:
    attempt = play.attempt(status="READY")
    forged = {"status": "VERIFIED", "verified": True, "success": True, "identityVerification": {"status": "VERIFIED"}}
    play.expect(play.submit(attempt, extra=forged), "refused", "later")


@CASES.case(
    "요청에 적힌 생년월일을 믿지 않는다", "a birth date written into the request is not believed", promise="leastAge"
)
def birth_date(play: Play) -> None:
    child = born.turning(play, play.policy.least_age, days=400)
    attempt = play.attempt(customer={"birthDate": child})
    old = {"birthDate": "1970-01-01", "birth_date": "1970-01-01", "birthday": "1970-01-01", "age": 50}
    play.expect(play.submit(attempt, extra={**old, "verifiedCustomer": old, "customer": old}), "refused")
