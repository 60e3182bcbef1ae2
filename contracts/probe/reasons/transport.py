"""Of asking PortOne, and of what that is asked with.

Lives here: the texts of TRANSPORT and CREDENTIAL cases. May not: a case.
"""

from typing import Final

from ...text import Text
from .own import PORTONE_READ, OwnTexts, each
from .own import Own as _Own

_UNREADABLE: Final = _Own(
    Text(
        "게이트웨이는 HTML을 보내고 연결은 도중에 끊깁니다. 읽지 못한 본문은 인증에 대해 아무것도 말하지 않습니다",
        "Gateways answer in HTML and connections break midway: a body that cannot be read says nothing of a person",
    ),
    Text(
        "JSON을 읽다가 난 오류도 잡아 장애로 다루고 503으로 답하세요",
        "Catch the errors of reading a body, those of the JSON parser too, as an outage, and answer 503",
    ),
    Text("RFC 9112 8(잘린 메시지), RFC 8259", "RFC 9112 section 8 (incomplete messages), RFC 8259"),
)
_SHAPE: Final = _Own(
    Text(
        "200이라고 내역이 온 것은 아닙니다. 없는 필드를 읽으면 오류로 끝나거나 빈 사람이 가입합니다",
        "A 200 alone is no record: who reads members that are not there crashes, or signs nobody up",
    ),
    Text(
        "쓰기 전에 객체인지, status와 verifiedCustomer가 있는지 확인하고, 아니면 503으로 답하세요",
        "Check that it is an object with status and verifiedCustomer before using it, and answer 503 if not",
    ),
    PORTONE_READ,
)
_RETRY_AFTER: Final = Text(
    "RFC 6585 4(429), RFC 9110 10.2.3(Retry-After)", "RFC 6585 section 4 (429), RFC 9110 section 10.2.3 (Retry-After)"
)
_LIMITED: Final = Text(
    "429는 고객이 아니라 여러분의 서버가 너무 자주 물었다는 뜻입니다",
    "429 says that your server has asked too often, and nothing of the customer",
)
_NOT_BURNT: Final = Text(
    "포트원의 답을 받기 전에는 아이디를 쓴 것으로 적지 말고, 같은 아이디로 다시 시도하게 하세요",
    "Note no id as used before PortOne has answered, and let the same id be tried again",
)
_REDIRECT: Final = _Own(
    Text(
        "포트원은 다른 주소로 보내지 않습니다. 리디렉션을 따라가는 HTTP 클라이언트는 Secret을 남에게 줄 수 있습니다",
        "PortOne sends nobody elsewhere; an HTTP client that follows redirects may hand your secret to whoever asks",
    ),
    Text(
        "포트원을 부를 때 리디렉션을 끄고(fetch는 redirect: 'error', axios는 maxRedirects: 0) 장애로 다루세요",
        "Follow no redirect when asking PortOne (fetch: redirect: 'error', axios: maxRedirects: 0); it is an outage",
    ),
    Text("RFC 9110 15.4(리디렉션과 Authorization)", "RFC 9110 section 15.4 (redirects, and Authorization)"),
)
_REFUSED: Final = _Own(
    Text(
        "401과 403은 여러분의 Secret이나 권한의 문제입니다. 고객에게 인증에 실패했다고 하면 모두 돌아갑니다",
        "401 and 403 are about your secret and its rights; told as a failed verification they send everybody away",
    ),
    Text(
        "새 토큰으로도 거절되면 503으로 답하고 운영자에게 알리세요",
        "Where a new token is refused, too, answer 503 and tell your operators",
    ),
)

OWN: Final[OwnTexts] = each(
    {
        "TRANSPORT-03 TRANSPORT-19": _Own(
            source=Text("RFC 9112 9.6(끊긴 연결)", "RFC 9112 section 9.6 (closed connections)")
        ),
        "TRANSPORT-04 TRANSPORT-05 TRANSPORT-06": _UNREADABLE,
        "TRANSPORT-07": _Own(
            _LIMITED,
            Text(
                "429는 거절이 아니라 장애입니다. 503과 다시 시도 안내로 답하세요",
                "Take a 429 for an outage, not for a refusal: answer 503 and say that it can be tried again",
            ),
            _RETRY_AFTER,
        ),
        "TRANSPORT-09": _Own(
            Text(
                "조회는 되었는데 답만 잃었습니다. 조회는 되풀이해도 되는 요청입니다",
                "PortOne has answered and the answer was lost; a read may be repeated",
            ),
            _NOT_BURNT,
            Text("RFC 9110 9.2.2(되풀이해도 되는 메서드)", "RFC 9110 section 9.2.2 (idempotent methods)"),
        ),
        "TRANSPORT-10": _Own(
            Text(
                "기록이 조금 늦게 보일 수 있습니다. 한 번의 404로 아이디를 버리면 고객은 다시 인증해야 합니다",
                "A record may show a little later; if one 404 burns the id its customer has to verify again",
            ),
            Text(
                "404는 거절하되 아이디를 막아 두지 말고, 다시 오면 다시 조회하세요",
                "Refuse on a 404, but do not block the id: read it again when it comes again",
            ),
            PORTONE_READ,
        ),
        "TRANSPORT-11": _Own(
            Text(
                "포트원은 더 늦게 답할 수 있고, 문서는 60초까지 기다리라고 합니다. 1초 만에 끊으면 바쁜 날의 고객을 "
                "잃습니다",
                "PortOne may take longer, and advises to wait up to 60 s; who gives up after one loses customers on "
                "busy days",
            ),
            Text(
                "제한 시간을 5초 이상으로 두고, 넘기면 거절이 아니라 503으로 답하세요",
                "Set a time limit of 5 seconds or more, and answer 503, not a refusal, when it is over",
            ),
            Text(
                "포트원 문서: 읽기 제한 시간 60초 이상을 권함", "PortOne's documents: 60 s of read timeout are advised"
            ),
        ),
        "TRANSPORT-12": _Own(
            Text(
                "장애 동안 온 고객은 이미 인증을 마쳤습니다. 그 아이디를 버리면 다시 인증해야 합니다",
                "Who came during an outage has verified already; with the id burnt they have to do it again",
            ),
            _NOT_BURNT,
        ),
        "TRANSPORT-13": _Own(
            Text(
                "고객마다 열 번씩 다시 물으면 장애가 길어지고 여러분이 제한(429)에 걸립니다",
                "Ten repeats for each customer prolong an outage, and end in your being limited (429)",
            ),
            Text(
                "사이를 늘려 가며 많아야 두 번만 다시 묻고, 그 뒤에는 503으로 답하세요",
                "Repeat twice at most, with growing pauses, and answer 503 then",
            ),
        ),
        "TRANSPORT-14": _Own(
            Text(
                "4xx는 장애가 아니라 답입니다. 다시 물어도 같습니다",
                "A 4xx is an answer, not an outage: asked again it is the same",
            ),
            Text(
                "다시 묻는 것은 5xx와 끊긴 연결에만 하고, 404에는 하지 마세요",
                "Repeat after a 5xx or a lost connection alone, never after a 404",
            ),
            Text("RFC 9110 15.5(4xx)", "RFC 9110 section 15.5 (4xx)"),
        ),
        "TRANSPORT-15 TRANSPORT-16 TRANSPORT-17": _SHAPE,
        "TRANSPORT-18": _Own(
            Text(
                "답이 없는 요청은 연결과 스레드를 붙잡습니다. 몇십 개면 애플리케이션 전체가 멈춥니다",
                "A request that hangs holds a connection and a thread; some dozens of them stop the whole application",
            ),
            Text(
                "요청 전체에 제한 시간을 두세요: fetch와 axios, Python requests에는 기본값이 없습니다. 넘기면 503",
                "Set a time limit for the whole request (fetch, axios and Python's requests have none), and answer 503",
            ),
            Text("포트원 문서: 읽기 제한 시간, CWE-400", "PortOne's documents: read timeouts, CWE-400"),
        ),
        "TRANSPORT-20": _Own(_LIMITED, _NOT_BURNT, _RETRY_AFTER),
        "TRANSPORT-21": _Own(
            Text(
                "Retry-After보다 먼저 물으면 또 429이고, 제한이 길어질 수 있습니다",
                "Before Retry-After is over the answer is 429 once more, and the limit may get longer",
            ),
            Text(
                "Retry-After만큼 기다렸다가 다시 묻거나, 기다리지 말고 503으로 답하세요",
                "Wait as long as Retry-After says before asking again, or do not ask and answer 503",
            ),
            _RETRY_AFTER,
        ),
        "TRANSPORT-22 CREDENTIAL-08": _REDIRECT,
        "CREDENTIAL-01": _Own(
            fix=Text(
                "401이면 토큰을 새로 받아 한 번 다시 물으세요",
                "On 401 get a new token and ask once more",
            )
        ),
        "CREDENTIAL-02 CREDENTIAL-03": _REFUSED,
        "CREDENTIAL-04": _Own(
            Text(
                "리프레시 토큰도 끝납니다. 갱신만 되풀이하면 다시 시작할 때까지 아무도 들어오지 못합니다",
                "Refresh tokens end, too: who only ever refreshes lets nobody in until the next restart",
            ),
            Text(
                "갱신이 거절되면 토큰을 버리고 Secret으로 다시 로그인하세요",
                "Where a refresh is refused drop the token and log in with the secret",
            ),
        ),
        "CREDENTIAL-05": _Own(
            Text(
                "로그인이 안 되는 것은 장애입니다. 한 번 실패했다고 막아 두면 장애가 끝나도 돌아오지 않습니다",
                "A login that fails is an outage; who keeps the failure stays down when that is over",
            ),
            Text(
                "로그인이 실패하면 503으로 답하고, 다음 요청에서 다시 로그인하세요",
                "Answer 503 when a login fails, and log in again with the next request",
            ),
        ),
        "CREDENTIAL-06": _Own(
            Text(
                "요청마다 로그인하면 고객이 두 배로 기다리고, 바쁜 날에는 제한(429)에 걸립니다",
                "A login for each request makes every customer wait twice, and ends in a limit (429) on busy days",
            ),
            Text(
                "토큰을 만료될 때까지 요청 사이에 함께 쓰거나, Authorization: PortOne으로 Secret을 바로 보내세요",
                "Share a token between requests until it ends, or send the secret itself (Authorization: PortOne …)",
            ),
        ),
        "CREDENTIAL-07": _Own(
            Text(
                "URL은 서버와 프록시의 로그에 남고, 로그에서 Secret을 본 사람은 여러분 행세를 할 수 있습니다",
                "URLs stand in the logs of servers and proxies; whoever reads a secret there can act as you",
            ),
            Text("Secret은 Authorization 헤더로만 보내세요", "Send the secret in the Authorization header alone"),
            Text("RFC 9110 17.9(URI의 비밀)", "RFC 9110 section 17.9 (secrets in URIs)"),
        ),
        "CREDENTIAL-09": _Own(
            Text(
                "HTTP 라이브러리의 오류 객체에는 보낸 헤더가 들어 있습니다. 그대로 응답하면 Secret이 브라우저에 갑니다",
                "An error of an HTTP library holds the headers that were sent; answered as it is it hands the secret "
                "out",
            ),
            Text(
                "오류는 서버 로그에만(헤더 없이) 남기고, 브라우저에는 정해진 문장만 보내세요",
                "Log errors on the server, without headers, and answer with a sentence of your own",
            ),
            Text("CWE-209(오류 메시지에 든 비밀)", "CWE-209 (secrets in error messages)"),
        ),
        "CREDENTIAL-10": _Own(
            Text(
                "콘솔에서 Secret을 바꾸면 옛 Secret은 거절됩니다. 바꾸는 동안 온 고객은 잘못이 없습니다",
                "Once a secret is replaced in the console the old one is refused; who comes meanwhile has done "
                "nothing wrong",
            ),
            Text(
                "Secret이 거절되면 503으로 답하고 운영자에게 알리세요. 실패를 기억하지 말고 다음 요청에서 다시 "
                "시도하세요",
                "Answer 503 while the secret is refused, tell your operators, and try again with the next request",
            ),
        ),
    }
)
