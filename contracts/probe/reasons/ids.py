"""Of records' status, of ids, and of what a browser forges.

Lives here: the texts of STATUS, ID and FORGED cases. May not: a case.
"""

from typing import Final

from ...text import Text
from .own import PORTONE_READ, OwnTexts, each
from .own import Own as _Own

_NO_STRING: Final = _Own(
    Text(
        "JSON에서는 문자열 자리에 무엇이든 올 수 있습니다. 그대로 쓰면 오류로 끝나거나, 배열과 객체가 URL이나 DB "
        "질의가 됩니다",
        "In JSON anything may stand where a string belongs: unchecked it crashes, and an array or an object becomes "
        "part of a URL or of a database query",
    ),
    Text(
        '받자마자 typeof id === "string"인지(zod, pydantic 같은 스키마로도) 보고, 아니면 400으로 답하세요',
        'Check typeof id === "string" at the door, or by a schema (zod, pydantic), and answer 400 otherwise',
    ),
    Text("RFC 8259 3(JSON의 값), CWE-20(입력 검증)", "RFC 8259 section 3 (what a value may be), CWE-20"),
)
_EMPTY: Final = _Own(
    Text(
        "빈 아이디로 만든 경로는 목록 조회의 경로입니다. 200이 오고, 그 속에는 남의 인증이 있습니다",
        "The path that an empty id makes is that of the list: it is answered with 200, and holds other people",
    ),
    Text(
        "비었거나 공백뿐인 아이디는 다듬어 쓰지 말고, 포트원을 부르기 전에 400으로 거절하세요",
        "Refuse an empty or blank id with 400 before asking PortOne; do not trim it and go on",
    ),
    Text("포트원 API 문서: 본인인증 다건 조회의 경로", "PortOne's API: the path of the list of verifications"),
)

OWN: Final[OwnTexts] = each(
    {
        "STATUS-03": _Own(
            why=Text(
                "고객이 창을 닫아도 여러분의 페이지는 아이디를 보낼 수 있습니다. 취소는 FAILED로 남습니다",
                "A page may send the id although its user closed the window; that is a FAILED one",
            )
        ),
        "STATUS-04": _Own(
            why=Text(
                "status에는 값이 늘어날 수 있습니다. 실패한 것만 골라 막으면 새 값은 모두 통과합니다",
                "PortOne may add a status; who stops only those known to have failed lets every new one through",
            )
        ),
        "STATUS-05": _Own(
            why=Text(
                "느슨한 비교(includes, 대소문자 무시, 끝이 없는 정규식)는 UNVERIFIED도 VERIFIED로 봅니다",
                "A loose comparison (includes, without case, a pattern without its ends) finds VERIFIED in UNVERIFIED",
            )
        ),
        "STATUS-06": _Own(
            Text(
                "아무 아이디나 적어 보내는 사람은 늘 있습니다. 404를 오류로 끝내면 감시가 울리고, 통과시키면 아무나 "
                "들어옵니다",
                "Somebody will send an id that they made up: a crash rings your alarms, and a 404 taken for fine lets "
                "anybody in",
            ),
            Text(
                "404(IDENTITY_VERIFICATION_NOT_FOUND)는 내역을 읽기 전에 가려내 4xx로 거절하세요",
                "Tell a 404 (IDENTITY_VERIFICATION_NOT_FOUND) apart before reading a record, and refuse with a 4xx",
            ),
            Text("포트원 API 문서: 단건 조회의 오류", "PortOne's API: the errors of reading a verification"),
        ),
        "STATUS-07": _Own(
            Text(
                "페이지가 먼저 물을 수 있습니다. READY를 본 아이디를 버리면 고객은 처음부터 다시 인증합니다",
                "A page may ask too early; if that burns the id the customer has to verify all over again",
            ),
            Text(
                "READY에는 아직이라고 답하고, 아이디는 받아들인 뒤에만 쓴 것으로 적으세요",
                "Answer READY with: not yet; note an id as used only once it was accepted",
            ),
        ),
        "STATUS-08": _Own(
            Text(
                "V1 내역은 예전 연동이 남긴 것이고 담긴 필드도 다릅니다. 지금의 서버가 내준 아이디가 아닙니다",
                "A V1 record was left by an older integration, with other members; its id is none that your server "
                "gave",
            ),
            Text('version === "V2"인 내역만 받아들이세요', 'Accept a record only where version === "V2"'),
            Text("포트원 API 문서: 본인인증 내역의 version", "PortOne's API: the version of a verification"),
        ),
        "STATUS-09": _Own(
            Text(
                "TEST 채널은 연동을 시험하는 곳입니다. 거기서 인증된 사람은 실제 사람이 아니어도 됩니다",
                "A TEST channel is for trying things out: whoever is verified in it need not exist",
            ),
            Text(
                '운영 환경에서는 channel.type === "LIVE"인 내역만 받아들이세요',
                'In production accept a record only where channel.type === "LIVE"',
            ),
            Text("포트원 API 문서: 채널의 type(LIVE, TEST)", "PortOne's API: the type of a channel (LIVE, TEST)"),
        ),
        "STATUS-10": _Own(
            why=Text(
                "SUCCESS나 COMPLETED는 결제나 다른 서비스의 말입니다. 옮겨 온 코드에 남아 있곤 합니다",
                "SUCCESS and COMPLETED are the words of payments and of other services, left in code taken over from "
                "it",
            )
        ),
        "STATUS-11": _Own(
            Text(
                "아이디는 상점 안에서만 뜻이 있습니다. 남의 상점에서 인증한 사람이 여러분의 고객이 되면 안 됩니다",
                "An id means something within its store alone: who was verified at another one is not your customer",
            ),
            Text(
                "서버에 설정한 Secret과 storeId로만 묻고, 그 상점에 없다는 답(404)은 4xx로 거절하세요",
                "Ask with the secret and storeId of your own settings alone, and refuse with a 4xx what is not found "
                "there",
            ),
            Text("포트원 API 문서: 단건 조회의 storeId", "PortOne's API: storeId when reading a verification"),
        ),
        "STATUS-12": _Own(
            Text(
                "요청 사이에 함께 쓰는 변수나 캐시에 남의 결과가 들어 있으면, 인증하지 않은 사람이 남의 인증으로 "
                "들어옵니다",
                "In a variable or a cache that requests share is somebody else's result, and who failed gets in with "
                "it",
            ),
            Text("결과는 요청마다의 지역 변수에만 두세요", "Keep a result in a local variable of its request alone"),
            Text(
                "CWE-362(경쟁 조건), CWE-488(세션 사이의 노출)",
                "CWE-362 (race condition), CWE-488 (data of another session)",
            ),
        ),
        "ID-07": _Own(
            source=Text("CWE-113(헤더에 든 CRLF), RFC 3986 3.3", "CWE-113 (CRLF in headers), RFC 3986 section 3.3")
        ),
        "ID-08 ID-09": _EMPTY,
        "ID-10": _Own(
            Text(
                "긴 아이디는 긴 URL이 됩니다. 프록시가 끊거나 414가 오고, 로그와 DB 칸이 넘칩니다",
                "A long id is a long URL: a proxy cuts it or answers 414, and logs and columns overflow",
            ),
            Text(
                "포트원을 부르기 전에 길이를 재고(예: 40자), 넘으면 400으로 거절하세요",
                "Measure an id before asking PortOne (say 40 characters at most), and refuse a longer one with 400",
            ),
            Text("RFC 9110 15.5.15(414)", "RFC 9110 section 15.5.15 (414)"),
        ),
        "ID-11 ID-12 ID-13 ID-14": _NO_STRING,
        "ID-15": _Own(
            Text(
                "개발하려고 둔 지름길은 배포됩니다. 그 이름을 아는 사람은 누구나 아무나 될 수 있습니다",
                "A short cut for development is deployed one day; whoever knows its name is then whoever they like",
            ),
            Text(
                "지름길을 지우고, 개발에서도 포트원(또는 모의 서버)에 물으세요",
                "Take the short cut out, and ask PortOne, or a mock of it, in development too",
            ),
            Text("CWE-489(남아 있는 디버그 코드)", "CWE-489 (active debug code)"),
        ),
        "FORGED-01": _Own(
            fix=Text(
                "status는 단건 조회의 응답에서만 읽고, 요청에서는 아이디만 받으세요",
                "Read status from PortOne's answer alone; of a request take the id and nothing else",
            )
        ),
        "FORGED-02": _Own(
            Text(
                "미성년자는 생년월일을 고쳐 보냅니다. 브라우저의 생년월일로 나이를 세면 누구나 성인입니다",
                "A minor sends another birth date: by what a browser says everybody is an adult",
            ),
            Text(
                "나이는 단건 조회의 verifiedCustomer.birthDate로만 세세요",
                "Count the age from verifiedCustomer.birthDate of PortOne's answer alone",
            ),
        ),
        "FORGED-03": _Own(
            Text(
                "Secret이 여러 상점을 읽을 수 있으면, 요청에 적힌 상점 아이디로 남의 상점에서 인증한 사람이 들어옵니다",
                "Where a secret reads several stores, a store id of the request lets in who was verified at another "
                "one",
            ),
            Text(
                "storeId는 서버의 설정에서만 읽으세요", "Take storeId from your server's settings, never from a request"
            ),
            Text("포트원 API 문서: 단건 조회의 storeId", "PortOne's API: storeId when reading a verification"),
        ),
        "FORGED-04": _Own(
            Text(
                "CI와 DI를 브라우저에서 받으면 한 사람이 계정을 얼마든지 만들고, 남의 CI로 남이 됩니다",
                "With CI and DI from the browser one person opens as many accounts as they like, or becomes another",
            ),
            Text(
                "이름, 번호, CI, DI는 단건 조회의 verifiedCustomer에서 읽어 저장하세요",
                "Store name, phone, CI and DI as verifiedCustomer of PortOne's answer has them",
            ),
        ),
        "FORGED-05": _Own(
            Text(
                "customData는 브라우저가 인증을 요청할 때 정합니다. 포트원의 응답에 들어 있어도 이용자가 쓴 글입니다",
                "A browser chooses customData when it asks for a verification: though PortOne hands it back, its user "
                "wrote it",
            ),
            Text(
                "customData는 이용자가 쓴 글로 보고, 사람과 상태는 그 밖의 필드에서 읽으세요",
                "Take customData for what a user has typed; person and status are in the other members",
            ),
            PORTONE_READ,
        ),
    }
)
