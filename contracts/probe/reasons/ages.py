"""Of ages and dates, by full age and by the year of birth.

Lives here: the texts of AGE, DATE and GUARDIAN cases. May not: a case.
"""

from typing import Final

from ...text import Text
from .own import Own as _Own
from .own import OwnTexts, each

_YOUTH_SOURCE: Final = Text("청소년 보호법 제2조 제1호", "Youth Protection Act art. 2 no. 1")
_YOUTH_WHY: Final = Text(
    "청소년 보호법은 그해 1월 1일을 맞으면 만 19세가 되는 해의 사람을 청소년으로 보지 않습니다. 생일을 따지면 성인을 "
    "돌려보냅니다",
    "By the Youth Protection Act nobody is a juvenile from 1 January of the year on in which they turn 19; who waits "
    "for the birthday sends adults away",
)
_YOUTH_FIX: Final = Text(
    "서울의 올해에서 출생 연도를 뺀 값이 19 이상인지만 보세요. 만 나이로 더 엄하게 받는다면 ageRule=full-age를 "
    "약속하세요",
    "Only the year of birth counts: this year in Seoul minus it is 19 or more. If you mean to be stricter, by full "
    "age,"
    "promise ageRule=full-age",
)
_YOUTH: Final = _Own(_YOUTH_WHY, _YOUTH_FIX, _YOUTH_SOURCE)
_UNREADABLE: Final = _Own(
    Text(
        "읽지 못한 날짜로 센 나이는 NaN이고, NaN < 19는 거짓이라 통과합니다",
        "An age counted from an unreadable date is NaN, and NaN < 19 is false: everybody passes",
    ),
    Text(
        "birthDate를 yyyy-MM-dd로 엄격하게 읽고, 읽히지 않으면 나이를 세기 전에 거절하세요",
        "Parse birthDate strictly as yyyy-MM-dd, and refuse what cannot be read before counting an age",
    ),
)
_SEOUL: Final = _Own(
    fix=Text(
        "오늘은 Asia/Seoul로 구하세요(Java ZoneId, Python zoneinfo, JS Intl). 서버의 TZ나 UTC로 구하지 마세요",
        "Take today's date in Asia/Seoul (ZoneId, zoneinfo, Intl), never in the server's zone or in UTC",
    )
)
_LEAP_TODAY: Final = _Own(
    Text(
        "2월 29일에 오늘의 연도만 바꾸면 없는 날짜가 되어 오류로 끝나거나 3월 1일이 됩니다",
        "On 29 February today with another year is no date: that throws, or turns into 1 March",
    ),
    Text(
        "오늘에서 햇수를 빼 날짜를 만들지 말고, 연도를 뺀 뒤 (월, 일)을 비교하세요",
        "Make no date by taking years off today: subtract the years, then compare (month, day)",
    ),
)
_LEAP_BORN: Final = _Own(
    Text(
        "2월 29일생의 생일은 평년에 없습니다. 그날을 찾는 코드는 오류로 끝나거나 하루를 틀립니다",
        "Who was born on 29 February has no birthday in a common year; code that looks for it throws, or is a day off",
    ),
    Text(
        "생년월일의 연도를 바꿔 날짜를 만들지 말고 (월, 일)을 비교하세요. 평년에는 3월 1일에 나이를 먹습니다",
        "Do not put another year into a birth date: compare (month, day); in a common year the age comes on 1 March",
    ),
    Text("민법 제158조와 제160조", "Civil Act art. 158 and 160"),
)

OWN: Final[OwnTexts] = each(
    {
        "AGE-08": _LEAP_BORN,
        "AGE-09": _Own(
            Text(
                "birthDate는 없을 수 있습니다. undefined로 센 나이는 NaN이고, NaN < 19는 거짓이라 통과합니다",
                "birthDate may be absent; an age counted from undefined is NaN, and NaN < 19 is false",
            ),
            Text(
                "birthDate가 없으면 나이를 세기 전에 거절하세요",
                "Refuse where birthDate is absent, before an age is counted",
            ),
            Text("포트원 API 문서: birthDate는 생략될 수 있습니다", "PortOne's API: birthDate may be absent"),
        ),
        "AGE-10 AGE-11": _UNREADABLE,
        "AGE-12": _Own(
            Text(
                "부호 없이 센 나이나 뒤집힌 비교는 앞날에 태어난 사람을 어른으로 봅니다",
                "An age without its sign, or a comparison turned round, takes who is not born yet for an adult",
            ),
            Text("생년월일이 오늘보다 뒤면 거절하세요", "Refuse a birth date that lies after today"),
        ),
        "AGE-13": _SEOUL._replace(
            why=Text(
                "00:00부터 09:00까지 UTC는 어제입니다. 오늘 생일인 성인을 아침마다 돌려보내고, 낮에 해 보면 드러나지 "
                "않습니다",
                "From 00:00 to 09:00 UTC has yesterday: who comes of age today is sent away each morning, and nobody "
                "who tries it by day sees it",
            )
        ),
        "AGE-14 DATE-05": _LEAP_BORN,
        "DATE-01 DATE-02": _SEOUL,
        "DATE-03 DATE-04": _LEAP_TODAY,
        "DATE-06": _Own(
            Text(
                "시간대가 없는 시각끼리 빼면 서울과 UTC의 9시간만큼 틀려, 새 인증이 낡아 보이거나 낡은 인증이 "
                "통과합니다",
                "Between times without a zone lie the 9 hours from UTC to Seoul: fresh looks stale, or stale passes",
            ),
            Text(
                "verifiedAt은 시간대까지 읽어(Instant, OffsetDateTime, aware datetime) 지금과 비교하세요",
                "Read verifiedAt with its zone (Instant, OffsetDateTime, an aware datetime) and compare that with now",
            ),
            Text("포트원 API 문서: 시각은 RFC 3339입니다", "PortOne's API: times are RFC 3339"),
        ),
        "GUARDIAN-01": _Own(
            Text(
                "동의를 받고도 돌려보내면 어린이 고객을 잃고, 부모는 다시 인증해야 합니다",
                "A child who is sent away in spite of consent is lost, and a parent has verified for nothing",
            ),
            Text(
                "기준보다 어린 사람은 법정대리인의 아이디까지 조회하고, 그 사람이 성인이면 받아들이세요",
                "For who is too young read the guardian's id as well, and accept where that is an adult",
            ),
        ),
        "GUARDIAN-02": _Own(
            fix=Text(
                "기준보다 어린 사람의 요청에 법정대리인의 아이디가 없으면 거절하세요",
                "Refuse who is too young where the request has no id of a guardian's verification",
            )
        ),
        "GUARDIAN-03": _Own(
            fix=Text(
                "동의는 true나 yes가 아니라 법정대리인의 인증 아이디로 받고, 그 아이디를 조회하세요",
                "Take no true or yes for consent, but the id of the guardian's verification, and read it",
            )
        ),
        "GUARDIAN-04": _Own(
            fix=Text(
                "법정대리인의 내역도 status가 VERIFIED인지 보세요",
                "Check that the guardian's record is VERIFIED, as you do with the child's",
            )
        ),
        "GUARDIAN-05": _Own(
            fix=Text(
                "두 아이디가 다르고, 두 사람의 CI(없으면 DI)도 다른지 보세요",
                "Check that both ids differ, and the CI (or else DI) of both people",
            )
        ),
        "GUARDIAN-06": _Own(
            fix=Text(
                "법정대리인의 birthDate로 성인(만 19세)인지 세세요",
                "Count by the guardian's birthDate whether they are an adult (full age 19)",
            ),
            source=Text(
                "민법 제4조, 개인정보 보호법 제22조의2",
                "Civil Act art. 4, Personal Information Protection Act art. 22-2",
            ),
        ),
        "GUARDIAN-08": _Own(
            Text(
                "몇 달 전의 인증은 지금의 동의가 아닙니다. 주운 아이디로 어린이가 들어옵니다",
                "A verification of months ago is no consent of today; with an id that they found children get in",
            ),
            Text(
                "법정대리인의 verifiedAt에도 어린이와 같은 시간(freshMinutes)을 따지세요",
                "Hold the guardian's verifiedAt to the same time (freshMinutes) as the child's",
            ),
        ),
        "GUARDIAN-07": _Own(
            Text(
                "한 번 받은 동의가 계속 쓰이면 부모가 모르는 어린이가 그 아이디로 들어옵니다",
                "A consent that goes on counting lets in children of whom its guardian knows nothing",
            ),
            Text(
                "법정대리인의 아이디도 쓴 아이디의 유니크 인덱스에 함께 넣으세요",
                "Keep the guardian's id in the same unique index of used ids as the child's",
            ),
        ),
    }
)
BY_YOUTH_ACT: Final[OwnTexts] = each(
    {
        "AGE-01 AGE-02 AGE-04 AGE-06 AGE-07": _YOUTH,
        "AGE-03": _YOUTH._replace(
            title=Text(
                "내일 만 나이를 채울 사람은, 내일이 올해 안이면 받아들인다(청소년 보호법)",
                "who reaches the age tomorrow is accepted if that is still this year (Youth Protection Act)",
            )
        ),
        "AGE-05": _YOUTH._replace(
            title=Text(
                "올해 12월 31일에 만 나이를 채울 사람은 받아들인다(청소년 보호법)",
                "who reaches the age on 31 December of this year is accepted (Youth Protection Act)",
            )
        ),
        "AGE-14": _YOUTH._replace(
            title=Text(
                "2월 29일생은 그해 2월 28일에 이미 받아들인다(청소년 보호법)",
                "who was born on 29 February is accepted on 28 February already (Youth Protection Act)",
            )
        ),
        "DATE-04": _YOUTH._replace(
            title=Text(
                "윤년 2월 29일에, 3월 1일에 만 나이를 채울 사람은 받아들인다(청소년 보호법)",
                "on 29 February who reaches the age on 1 March is accepted (Youth Protection Act)",
            )
        ),
        "DATE-05": _YOUTH,
    }
)
