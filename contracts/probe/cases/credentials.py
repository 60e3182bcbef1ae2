"""Tokens and secrets that end while the application runs.

Lives here: CREDENTIAL cases. What touches a login is played alone, last, and undone. May not: anything else.
"""

from typing import Any, Final

from ...text import Text
from ..case import Cases, Family
from ..mock import LOGINS
from ..play import Play
from ..verdicts import Severity

CASES: Final = Cases(
    Family(
        "CREDENTIAL",
        Text(
            "액세스 토큰은 쓰는 도중에 만료되고 Secret은 바뀝니다. 그것은 고객의 잘못이 아닙니다",
            "Access tokens end while in use, secrets are rotated; that is nothing the customer has done",
        ),
        Text("포트원 API 문서: 인증과 토큰 갱신", "PortOne's API: authentication and token refresh"),
        Text(
            "401이면 토큰을 새로 받아 한 번 다시 묻고, 그래도 안 되면 503으로 답하고 운영자에게 알리세요",
            "On 401 get a new token and ask once more; if that fails too answer 503 and tell your operators",
        ),
    )
)
HARM: Final = Severity.USER_HARM


@CASES.case("도중에 만료된 토큰은 고객이 모르게 갱신한다", "a token that ends midway is renewed unseen", HARM)
def token_expired(play: Play) -> None:
    attempt = play.attempt()
    fault = play.fault(attempt, "token-expired", times=1)
    answer = play.submit(attempt)
    if not play.mock.fired(fault):
        play.not_judged(
            "토큰을 쓰지 않습니다(Secret을 그대로 보냄)", "no token is used here (the secret is sent as it is)"
        )
    play.expect(answer, "accepted")


@CASES.case("401이 계속되면 나중에 다시 하라고 한다", "while PortOne says 401, it is: try again later")
def unauthorized(play: Play) -> None:
    attempt = play.attempt()
    body = {"type": "UNAUTHORIZED", "message": "unauthorized"}
    play.fault(attempt, "status", status=401, body=body)
    play.expect(play.submit(attempt), "later")


@CASES.case("403이 오면 나중에 다시 하라고 한다", "while PortOne says 403, it is: try again later")
def forbidden(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "status", status=403, body={"type": "FORBIDDEN", "message": "forbidden"})
    play.expect(play.submit(attempt), "later")


def _with_a_lost_token(play: Play, fault: str, match: str, **parameters: Any) -> str:
    """The answer's meaning to somebody whose read found the token expired, and whose new login or refresh fails."""
    attempt = play.attempt()
    expired = play.fault(attempt, "token-expired", times=1)
    lost = play.shared_fault(fault, {"operation": match}, **parameters)
    answer = play.submit(attempt)
    hit = play.mock.fired(expired) and play.mock.fired(lost)
    play.end_faults()
    if not hit:
        play.not_judged("이 애플리케이션은 그 요청을 하지 않습니다", f"this application made no call of {match} then")
    play.expect(answer, *(("accepted", "later") if match == "refreshToken" else ("later",)))
    if answer.meaning != "accepted":
        play.expect(play.submit(attempt), "accepted")
    return answer.meaning


@CASES.case("리프레시 토큰이 끝나도 다시 로그인한다", "a dead refresh token leads to a new login", HARM, alone=True)
def refresh_dead(play: Play) -> None:
    _with_a_lost_token(play, "refresh-dead", "refreshToken")


@CASES.case(
    "로그인이 안 되는 동안은 나중에 다시 하라 하고, 되면 받아들인다",
    "while logins fail it is: try again later; afterwards the customer gets in",
    HARM,
    alone=True,
)
def login_down(play: Play) -> None:
    _with_a_lost_token(play, "status", "loginViaApiSecret", status=500)


@CASES.case("요청마다 로그인하지 않는다", "not every request logs in anew", Severity.ADVICE, alone=True)
def login_each_time(play: Play) -> None:
    before, times = play.mock.newest(), 5
    for _ in range(times):
        play.must_accept(play.attempt())
    rows = [row for row in play.mock.journal() if row["n"] > before and row["operation"] in LOGINS]
    if len(rows) >= times:
        play.broken(
            Text(f"가입 {times}번에 로그인 {len(rows)}번", f"{len(rows)} logins for {times} sign-ups"),
            Text("토큰을 만료될 때까지 다시 씀", "a token used until it ends"),
        )
