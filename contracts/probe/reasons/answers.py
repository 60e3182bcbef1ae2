"""Of what is in an answer of PortOne's, and what is not.

Lives here: the texts of MEMBER cases. May not: a case.
"""

from typing import Final

from ...text import Text
from .own import Own as _Own
from .own import OwnTexts, each

_WRAPPED: Final = _Own(
    Text(
        "단건 조회의 응답은 감싸여 있지 않고 필드는 늘어날 수 있습니다. 감싼 듯하면 벗겨 읽는 코드는 엉뚱한 것을 "
        "읽습니다",
        "A read is answered unwrapped, and members may be added: who unwraps what looks wrapped reads something else",
    ),
    Text(
        "단건 조회는 응답 그대로, confirm은 identityVerification 안에서 읽으세요",
        "Read the answer of a read as it is, and only that of confirm from identityVerification",
    ),
    Text("포트원 API 문서: 단건 조회와 confirm의 응답", "PortOne's API: what a read and confirm answer"),
)
_PROVIDER: Final = _Own(
    Text(
        "본인인증사와 계약마다 주는 값이 다릅니다. 채널을 바꾼 날 그 인증사의 고객이 모두 돌아갑니다",
        "Each provider and contract gives other members: on the day a channel is changed all its customers are sent "
        "away",
    ),
    Text(
        "name 말고는 무엇도 필수로 두지 말고, CI와 DI는 있는 쪽으로 사람을 찾으세요",
        "Require no member but name, and know people by whichever of CI and DI is there",
    ),
    Text("포트원 문서: 본인인증사별 응답", "PortOne's documents: what each provider gives"),
)

OWN: Final[OwnTexts] = each(
    {
        "MEMBER-01": _Own(
            Text(
                "포트원은 필드를 더할 수 있습니다. 엄격한 스키마는 그날 모든 고객을 돌려보냅니다",
                "PortOne may add members; on that day a strict schema sends every customer away",
            ),
            Text(
                "모르는 필드는 무시하세요(zod의 strict, pydantic의 extra=forbid, Jackson의 FAIL_ON_UNKNOWN을 끄기)",
                "Ignore unknown members: no strict() in zod, no extra=forbid in pydantic, no FAIL_ON_UNKNOWN in "
                "Jackson",
            ),
        ),
        "MEMBER-06": _Own(
            Text("CI는 계약에 따라 오지 않습니다", "CI is absent by some contracts"),
            Text(
                "CI가 없으면 NULL로 저장하고 DI로 사람을 찾으세요. CI 없이 안 된다면 needs에 ci를 적으세요",
                "Store an absent CI as NULL and know the person by DI; if you cannot, promise needs: ci",
            ),
        ),
        "MEMBER-07": _Own(
            Text("DI는 인증사에 따라 오지 않습니다(KG이니시스)", "DI is absent with some providers (KG Inicis)"),
            Text(
                "DI가 없으면 NULL로 저장하고 CI로 사람을 찾으세요. DI 없이 안 된다면 needs에 di를 적으세요",
                "Store an absent DI as NULL and know the person by CI; if you cannot, promise needs: di",
            ),
        ),
        "MEMBER-08 MEMBER-10": _Own(
            Text(
                "CI도 DI도 없는 고객은 가릴 수 없습니다. 받지 않아도 되지만 오류로 끝나면 까닭을 아무도 모릅니다",
                "Who has neither CI nor DI cannot be told apart: you may refuse them, but after a crash nobody knows "
                "why",
            ),
            Text(
                "필드가 있는지 보고 나서 쓰고, 받을 수 없으면 다른 인증 수단을 쓰라고 4xx로 답하세요",
                "See whether a member is there before using it; if it will not do, answer 4xx and name another way",
            ),
        ),
        "MEMBER-09": _Own(
            Text(
                "channel은 없을 수 있습니다. record.channel.type을 바로 읽으면 그 고객은 오류 페이지를 봅니다",
                "channel may be absent: record.channel.type is then an error page for that customer",
            ),
            Text(
                "channel?.type처럼 없어도 되게 읽고, 없으면 LIVE로도 TEST로도 보지 않고 거절하거나 받아들이세요",
                "Read channel?.type; where it is absent decide on purpose whether to accept or refuse, and do not "
                "crash",
            ),
            Text("포트원 API 문서: channel은 생략될 수 있습니다", "PortOne's API: channel may be absent"),
        ),
        "MEMBER-11": _Own(
            Text(
                "한 글자 이름, 긴 이름, 띄어 쓴 이름, 로마자 이름은 모두 실제로 있습니다",
                "Names of one syllable, long ones, ones with blanks, in Latin letters, with an apostrophe: all are "
                "real",
            ),
            Text(
                "이름을 정규식으로 거르지 말고 포트원이 준 그대로 저장하세요(칸은 100자 이상, UTF-8)",
                "Put a name to no pattern: store it as PortOne gives it (UTF-8, a column of 100 characters or more)",
            ),
            Text("W3C: Personal names around the world", "W3C: Personal names around the world"),
        ),
        "MEMBER-12": _Own(
            Text(
                "국내에 사는 외국인도 본인인증을 합니다. 약속과 다르게 대하면 고객을 잃거나, 들이지 않기로 한 사람을 "
                "들입니다",
                "Foreigners who live in Korea verify themselves, too; against your promise they are lost, or let in",
            ),
            Text(
                "isForeigner === true만 보고 약속(foreigners)대로 하세요. 이름의 글자로 짐작하지 마세요",
                "Go by isForeigner === true alone and as you promise (foreigners); guess nothing from the letters of "
                "a name",
            ),
            Text("포트원 API 문서: isForeigner", "PortOne's API: isForeigner"),
        ),
        "MEMBER-13 MEMBER-14": _WRAPPED,
        "MEMBER-15": _Own(
            Text(
                "customData는 아무 글이나 될 수 있습니다. 그대로 JSON.parse 하면 인증을 마친 고객이 오류를 봅니다",
                "customData may be any text: JSON.parse of it is an error for a customer who has verified themselves",
            ),
            Text(
                "customData는 try 안에서 읽고, 읽히지 않으면 없는 것으로 보세요",
                "Parse customData in a try, and take what cannot be parsed for absent",
            ),
            Text("포트원 API 문서: customData는 문자열입니다", "PortOne's API: customData is a string"),
        ),
        "MEMBER-16 MEMBER-17 MEMBER-18 MEMBER-19": _PROVIDER,
        "MEMBER-20": _Own(
            Text(
                "CI는 어디서나 같은 값입니다. 브라우저에 가면 스크립트와 확장 프로그램, 로그가 읽습니다",
                "A CI is the same everywhere: once in a browser, scripts, extensions and logs read it",
            ),
            Text(
                "브라우저에는 결과만 보내고 CI, DI, 생년월일은 서버에만 두세요",
                "Answer with the outcome alone, and keep CI, DI and birth date on the server",
            ),
            Text(
                "개인정보 보호법 제3조(최소한의 개인정보)와 제29조(안전조치)",
                "Personal Information Protection Act art. 3 (no more than needed) and 29 (safeguards)",
            ),
        ),
    }
)
