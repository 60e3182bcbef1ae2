"""Tokens and secrets that end while the application runs.

Lives here: CREDENTIAL cases. What touches a login is played alone, last, and undone. May not: anything else.
"""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any, Final

from ...text import Text
from ..case import Cases, Family
from ..mock import LOGINS, shown_row
from ..play import Play
from ..verdicts import Severity
from .elsewhere import address_of

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
        play.expect_at_last(play.submit(attempt))
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


# What a query may not be called that holds a secret; values are not in the journal.
_SECRET_NAMES: Final = re.compile("secret|token|auth|api.?key|password", re.IGNORECASE)


@CASES.case(
    "Secret과 토큰을 URL에 적지 않는다",
    "neither a secret nor a token stands in a URL",
    alone=True,
)
def in_the_query(play: Play) -> None:
    before = play.mock.newest()
    attempt = play.attempt()
    play.fault(attempt, "token-expired", times=1)  # so that a login is seen as well
    play.submit(attempt)
    for row in play.mock.journal():
        names = [part.partition("=")[0] for part in row["query"].split("&")]
        leaks = any(_SECRET_NAMES.search(it) for it in names) or play.mock.api_secret in row["path"]
        if row["n"] > before and leaks:
            play.broken(
                Text(f"포트원에 {shown_row(row)}", f"PortOne was asked {shown_row(row)}"),
                Text("Authorization 헤더나 로그인 본문에만", "in the Authorization header or a login's body alone"),
            )


_LOGIN_PATHS: Final = (
    ("loginViaApiSecret", "/login/api-secret"),
    ("loginViaApiKey", "/login/api-key"),
    ("refreshToken", "/token/refresh"),
)


@CASES.case(
    "로그인을 다른 주소로 보내는 응답을 따라가며 Secret을 보내지 않는다",
    "no secret goes along where a login is redirected elsewhere",
    alone=True,
)
def login_redirected(play: Play) -> None:
    attempt, before, target = play.attempt(), play.mock.newest(), address_of(play)
    play.fault(attempt, "token-expired", times=1)
    lost = [
        # 307 asks for the same body once more, and in that body is the secret.
        play.shared_fault("status", {"operation": it}, 1, status=307, headers={"location": f"{target}{path}?elsewhere"})
        for it, path in _LOGIN_PATHS
    ]
    play.submit(attempt)
    if not any(map(play.mock.fired, lost)):
        play.not_judged("이 애플리케이션은 로그인하지 않습니다", "this application logs in nowhere")
    came = [row for row in play.mock.journal() if row["n"] > before and "elsewhere" in row["query"]]
    if came:
        play.broken(
            Text(f"다른 주소로 보냄: {shown_row(came[0])}", f"the other host was sent {shown_row(came[0])}"),
            Text("따라가지 않고 503", "not followed, and 503"),
        )


@CASES.case(
    "응답에 Secret이나 토큰이 없다",
    "no answer to a browser holds the secret or a token",
)
def in_an_answer(play: Play) -> None:
    attempt, failed = play.attempt(), play.attempt(status="FAILED")
    answers = [play.submit(attempt), play.submit(failed)]
    for fault, parameters in _TROUBLES:
        troubled = play.attempt()
        play.fault(troubled, fault, **parameters)
        answers.append(play.submit(troubled))
    if leaking := [one for one in answers if _holds_a_secret(play, one.raw)]:
        play.broken(
            Text(
                f"응답({leaking[0].status})에 Secret이나 토큰이 들어 있음",
                f"the secret or a token is in the answer ({leaking[0].status})",
            ),
            Text("이용자에게 필요한 것만", "what the user needs, and no more"),
        )


# Where an application tells most of itself: an error is written out with the request that it was.
_TROUBLES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("status", {"status": 500}),
    ("status", {"status": 400, "body": {"type": "INVALID_REQUEST", "message": "invalid"}}),
    ("reset-before", {}),
    ("malformed-json", {}),
)
_TOKEN: Final = re.compile(rb"eyJ[\w-]{8,}\.(eyJ[\w-]+)\.[\w-]+")


def _holds_a_secret(play: Play, raw: bytes) -> bool:
    return play.mock.api_secret.encode() in raw or any(_is_portones(play, it[1]) for it in _TOKEN.finditer(raw))


def _is_portones(play: Play, payload: bytes) -> bool:
    """Whether a token is one of the mock's: the application may well give out tokens of its own."""
    try:
        return bool(json.loads(urlsafe_b64decode(payload + b"==")).get("sub") == play.mock.store_id)
    except (ValueError, AttributeError):
        return False


@CASES.case(
    "Secret이 바뀐 동안은 나중에 다시 하라 하고, 되돌리면 받아들인다",
    "while the secret is another one it is: try again later; once it is right again the customer gets in",
    alone=True,
)
def rotated(play: Play) -> None:
    attempt = play.attempt()
    body = {"type": "UNAUTHORIZED", "message": "unauthorized"}
    # Whatever the application asks with what it has: as if its secret were replaced in the console.
    refused = [
        play.shared_fault("status", {"operation": it}, status=401, body=body)
        for it in ("getIdentityVerification", "getIdentityVerifications", *LOGINS)
    ]
    answer = play.submit(attempt)
    if not any(map(play.mock.fired, refused)):
        play.not_judged("포트원에 묻지 않았습니다", "PortOne was not asked")
    play.end_faults()
    play.expect(answer, "later")
    play.expect_at_last(play.submit(attempt))
