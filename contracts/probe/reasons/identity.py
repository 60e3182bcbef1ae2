"""Of who is a person, and how long a verification of one counts.

Lives here: the texts of PERSON and REPLAY cases. May not: a case.
"""

from typing import Final

from ...text import Text
from .own import PORTONE_READ, OwnTexts, each
from .own import Own as _Own

_TWICE: Final = Text(
    "한 사람이 계정을 둘 가지면 쿠폰을 두 번 받고 제재를 피합니다",
    "One person with two accounts gets every coupon twice and outlives every ban",
)
_TAKEN_FOR: Final = Text(
    "다른 사람을 같은 사람으로 보면 가입하지 못하거나 남의 계정이 열립니다",
    "Of two people taken for one the second is sent away, or gets into the account of the first",
)
_NULL_KEY: Final = Text(
    "없는 CI나 DI는 키가 아닙니다. 빈 문자열이나 'undefined'가 아니라 NULL로 저장하고, 찾을 때 빼세요",
    "An absent CI or DI is no key: store NULL, not an empty text or 'undefined', and leave it out of the look-up",
)
_CHANGES: Final = Text(
    "CI와 DI로만 찾으세요. 이름, 번호, 통신사는 바뀌는 값이라 조건에 넣지 않습니다",
    "Look people up by CI and DI alone; name, phone and operator change, and belong in no condition",
)
_OLD: Final = Text(
    "지금에서 verifiedAt을 뺀 값이 약속한 시간(freshMinutes)보다 크면 거절하세요",
    "Refuse where now minus verifiedAt is more than what you promise (freshMinutes)",
)
_USED: Final = Text(
    "쓴 아이디를 유니크 인덱스로 기억하고, 누가 내든 두 번째는 거절하세요",
    "Remember used ids in a unique index, and refuse the second use, whoever makes it",
)
_BACK: Final = Text(
    "돌아온 고객을 이미 가입했다며 돌려보내면 그 사람은 자기 계정을 잃습니다",
    "Who comes back and is told that they have an account already has lost it",
)

OWN: Final[OwnTexts] = each(
    {
        "PERSON-01": _Own(why=_TWICE),
        "PERSON-02 PERSON-03 PERSON-12": _Own(_TWICE, _CHANGES),
        "PERSON-04": _Own(
            Text(
                "DI는 사이트와 인증사마다 다릅니다. DI만 보면 다른 인증사로 온 같은 사람이 새 계정을 얻습니다",
                "DI differs by site and provider: by DI alone the same person gets another account at another provider",
            ),
            Text(
                "CI가 있으면 CI로도 찾으세요. DI가 달라도 CI가 같으면 같은 사람입니다",
                "Look up by CI as well wherever there is one: the same CI is the same person, whatever the DI",
            ),
            Text(
                "포트원 문서: CI는 어디서나 같고 DI는 사이트마다 다릅니다",
                "PortOne's documents: CI is the same everywhere, DI one per site",
            ),
        ),
        "PERSON-05": _Own(
            Text(
                "CI를 주지 않는 계약으로 다시 오면, CI만 보는 애플리케이션은 모르는 사람으로 봅니다",
                "Who comes again by a contract that gives no CI is nobody known to whoever looks at CI alone",
            ),
            Text(
                "CI가 없으면 DI(사이트와 함께)로 찾으세요. 둘 중 하나라도 같으면 같은 사람입니다",
                "Look up by DI (with its site) as well: where either is the same it is the same person",
            ),
        ),
        "PERSON-06": _Own(
            Text(
                "먼저 찾고 나서 넣으면, 버튼을 두 번 누른 사람은 계정을 둘 얻습니다",
                "Between looking up and inserting fits a second request: a double click makes two accounts",
            ),
            Text(
                "찾지 말고 넣으세요. DB의 유니크 인덱스가 정하고, 그 위반을 잡아 409로 답합니다",
                "Insert, and let the unique index of the database decide; catch its violation and answer 409",
            ),
            Text("CWE-367(확인과 사용 사이)", "CWE-367 (time of check, time of use)"),
        ),
        "PERSON-07 PERSON-08": _Own(_TAKEN_FOR, _NULL_KEY),
        "PERSON-09": _Own(
            _TAKEN_FOR,
            Text(
                "이름과 생년월일로 찾지 마세요. 같은 날 태어난 동명이인이 있습니다",
                "Do not look people up by name and birth date: namesakes born on the same day exist",
            ),
        ),
        "PERSON-10": _Own(
            _TAKEN_FOR,
            Text(
                "번호로 찾지 말고 번호에 유니크 인덱스를 두지 마세요. 가족이 함께 쓰고, 주인이 바뀝니다",
                "Look nobody up by phone, and put no unique index on it: families share one, and it gets a new owner",
            ),
        ),
        "PERSON-11": _Own(
            _BACK,
            Text(
                "CI나 DI로 찾은 계정이 있으면 409가 아니라 그 계정으로 들이세요",
                "Where CI or DI finds an account let its owner into it, rather than answering 409",
            ),
        ),
        "PERSON-13": _Own(
            _BACK,
            Text(
                "CI나 DI로만 찾아 들이고, 바뀐 이름과 번호는 계정에 새로 적으세요",
                "Find who comes back by CI or DI alone, let them in, and update the name and phone that you keep",
            ),
        ),
        "PERSON-14": _Own(
            Text(
                "DI는 66자입니다. 64자 칸에 잘려 들어가면 끝만 다른 두 사람이 한 사람이 됩니다",
                "A DI has 66 characters: cut to a column of 64 two of them that differ at their end are one person",
            ),
            Text(
                "DI는 66자, CI는 88자를 자르지 않고 저장하고, 넘치면 자르지 말고 오류를 내게 하세요",
                "Store all 66 characters of a DI and all 88 of a CI, and have the database refuse what is too long",
            ),
            Text("포트원 문서: CI는 88바이트, DI는 66바이트", "PortOne's documents: CI has 88 bytes, DI 66"),
        ),
        "REPLAY-01": _Own(fix=_USED),
        "REPLAY-02": _Own(
            Text(
                "쓴 아이디는 로그, 주소, 방문 기록에 남습니다. 주운 사람이 그 사람이 됩니다",
                "Used ids stand in logs, addresses and histories; whoever finds one becomes that person",
            ),
            _USED,
        ),
        "REPLAY-03": _Own(
            Text(
                "썼는지 보고 나서 적으면, 동시에 온 요청은 모두 아직 쓰지 않은 아이디를 봅니다",
                "Who looks first whether an id is used and notes it then has requests at once all find it unused",
            ),
            Text(
                "쓴 아이디를 먼저 넣으세요. 유니크 인덱스의 위반이 곧 거절입니다(가입과 한 트랜잭션에서)",
                "Insert the used id first: a violation of its unique index is the refusal (in the sign-up's "
                "transaction)",
            ),
            Text("CWE-367(확인과 사용 사이)", "CWE-367 (time of check, time of use)"),
        ),
        "REPLAY-04": _Own(
            Text(
                "남의 아이디를 먼저 낸 사람이 그 사람으로 가입합니다. 아이디는 비밀이 아닙니다",
                "Who hands somebody else's id in first signs up as them: an id is no secret",
            ),
            Text(
                "아이디를 서버에서 만들어 세션에 적어 두고, 같은 세션이 냈을 때만 받으세요",
                "Issue ids on the server, note them in the session, and take one from that session alone",
            ),
            Text("CWE-639(남의 것을 가리키는 키)", "CWE-639 (a key that the user controls)"),
        ),
        "REPLAY-05": _Own(
            fix=_OLD,
            source=PORTONE_READ,
        ),
        "REPLAY-07": _Own(
            Text(
                "약속보다 짧게 끊으면 약관을 읽느라 늦은 고객이 다시 인증해야 합니다",
                "Who allows less time than promised makes everybody verify again who stopped to read the terms",
            ),
            Text(
                "약속한 시간(freshMinutes)까지는 받아들이거나, 실제로 지키는 시간을 약속하세요",
                "Accept up to the promised time (freshMinutes), or promise the time that you really keep",
            ),
            PORTONE_READ,
        ),
        "REPLAY-06": _Own(
            Text(
                "단위나 필드를 틀리면(초를 분으로, verifiedAt 대신 updatedAt) 한 시간이 하루가 됩니다",
                "With a wrong unit, or updatedAt in place of verifiedAt, an hour is soon a day",
            ),
            _OLD,
            PORTONE_READ,
        ),
    }
)
