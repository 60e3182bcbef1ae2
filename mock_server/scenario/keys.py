"""The keys of a scenario: the one table that the reader, the JSON Schema and the documents are made from.

Lives here: KEYS, and the members below them. May not: rules of verifications, people, outcomes and faults (domain);
what several scenarios make together (merging.py).
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from ..domain.attempts import LEAST, RESENDS, OtpSettings
from ..domain.browser_request import WINDOW_TYPES
from ..domain.channels import CHANNELS
from ..domain.fault_order import LONGEST_DELAY, LONGEST_SPELL
from ..domain.faults import FAULTS
from ..domain.next_order import MOST_TIMES
from ..domain.operations import METHODS, PLACES
from ..domain.order import GENDERS, STATUSES
from ..domain.outcomes import OUTCOMES
from ..domain.people import GENDERS as SEXES
from ..domain.people import OPERATORS
from ..domain.providers import AGENCIES, PROFILES
from ..domain.text import Text
from ..domain.vocabulary import PG_COMPANY_OF, VERSIONS
from ..roster import PERSON_OUTCOMES
from .expectations import EXPECT
from .kinds import (
    Anything,
    Choice,
    Flag,
    Items,
    Keyed,
    Kind,
    Member,
    Members,
    Named,
    Number,
    OrNull,
    Time,
    Words,
    member,
)

_TEXT: Final = Words()
_BILINGUAL: Final = Members(
    {"ko": member(_TEXT, "한국어", "Korean"), "en": member(_TEXT, "영어", "English")}, ("ko", "en")
)
_TIME: Final = Time()
_OUTCOME: Final = Choice(OUTCOMES, Text("결과", "outcome"))
_DEFAULT: Final = OtpSettings()
_WINDOW_TYPE: Final = Choice(WINDOW_TYPES)

CHANNEL: Final = Members(
    {
        "key": member(_TEXT, "채널 키. 새 채널은 channel-key-이름", "its key; channel-key-NAME for a new one"),
        "type": member(Choice(("LIVE", "TEST")), "LIVE나 TEST. 새 채널은 LIVE", "LIVE or TEST; LIVE for a new one"),
        "pgProvider": member(
            Choice(PG_COMPANY_OF), "본인인증사. 없으면 profile의 것", "the provider; that of the profile unless given"
        ),
        "pgMerchantId": member(
            _TEXT, "본인인증사 상점 아이디. DI가 이 값마다 다릅니다", "merchant id at the provider; DI differs by it"
        ),
        "profile": member(
            Choice(PROFILES),
            "무엇을 돌려줄지 정하는 행. 새 채널에는 꼭 필요합니다",
            "the row that says what comes back; a new channel needs it",
        ),
        "windowType": member(
            Members(
                {
                    "pc": member(_WINDOW_TYPE, "PC에서. 없으면 POPUP", "on a PC; POPUP unless given"),
                    "mobile": member(
                        _WINDOW_TYPE, "모바일에서. 없으면 REDIRECTION", "on mobile; REDIRECTION unless given"
                    ),
                }
            ),
            "페이지가 windowType을 적지 않았을 때의 창",
            "its window where the page gives no windowType",
        ),
    }
)
PERSON: Final = Members(
    {
        "identity": member(
            _TEXT, "누구인지. 같으면 CI와 DI가 같은 한 사람", "who it is: equal means one human being, with one CI"
        ),
        "name": member(_TEXT, "이름", "name"),
        "birthDate": member(
            Anything("생년월일", "a birth date"),
            "날짜, 또는 {turns: 19, inDays: 1}, {turns: 19, on: 01-01}",
            "a date, or {turns: 19, inDays: 1}, {turns: 19, on: 01-01}",
        ),
        "gender": member(Choice(SEXES), "성별", "sex"),
        "isForeigner": member(Flag(), "외국인인지", "whether a foreigner"),
        "phoneNumber": member(_TEXT, "전화번호, 숫자 11자", "phone number, 11 digits"),
        "operator": member(Choice(OPERATORS), "통신사", "operator"),
        "outcome": member(Choice(PERSON_OUTCOMES), "언제나 나오는 결과", "the outcome that always comes"),
        "ci": member(_TEXT, "정해 둔 CI", "a literal CI"),
        "di": member(_TEXT, "정해 둔 DI", "a literal DI"),
        "label": member(_BILINGUAL, "무엇인 사람인지", "what this person is"),
        "why": member(_BILINGUAL, "언제 고르는지", "when to choose this person"),
    }
)
_CUSTOMER: Final = Members(
    {
        "id": member(OrNull(_TEXT), "고객 아이디", "the customer's id"),
        "name": member(OrNull(_TEXT), "이름", "name"),
        "operator": member(OrNull(Choice(OPERATORS)), "통신사", "operator"),
        "phoneNumber": member(OrNull(_TEXT), "전화번호", "phone number"),
        "birthDate": member(OrNull(_TEXT), "생년월일 yyyy-MM-dd", "birth date, yyyy-MM-dd"),
        "gender": member(OrNull(Choice(GENDERS)), "성별", "sex"),
        "isForeigner": member(OrNull(Flag()), "외국인인지", "whether a foreigner"),
        "ci": member(OrNull(_TEXT), "CI", "CI"),
        "di": member(OrNull(_TEXT), "DI", "DI"),
        "birthYear": member(OrNull(_TEXT), "태어난 해(요청)", "birth year (requested)"),
        "birthMonth": member(OrNull(_TEXT), "태어난 달(요청)", "birth month (requested)"),
        "birthDay": member(OrNull(_TEXT), "태어난 날(요청)", "birth day (requested)"),
    }
)
VERIFICATION: Final = Members(
    {
        "status": member(Choice(STATUSES), "없으면 VERIFIED", "VERIFIED unless given"),
        "outcome": member(_OUTCOME, "어떻게 끝났는지", "how it ended"),
        "person": member(_TEXT, "인물. 없으면 adult", "one of the people; adult unless given"),
        "customer": member(
            _CUSTOMER, "포트원의 고객 항목. null이면 빠집니다", "PortOne's members of the customer; null leaves one out"
        ),
        "channel": member(_TEXT, "채널의 이름이나 키. 없으면 danal", "name or key of a channel; danal unless given"),
        "agency": member(Choice(AGENCIES), "KG이니시스의 인증사", "an agency, at KG Inicis"),
        "failure": member(
            Members(
                {
                    "reason": member(_TEXT, "까닭", "reason"),
                    "pgCode": member(_TEXT, "본인인증사 코드", "the provider's code"),
                    "pgMessage": member(_TEXT, "본인인증사 메시지", "the provider's message"),
                }
            ),
            "FAILED에서만",
            "only with FAILED",
        ),
        "requestedAt": member(_TIME, "요청한 시각", "when it was asked for"),
        "verifiedAt": member(_TIME, "완료된 시각", "when it was verified"),
        "customData": member(_TEXT, "65,536자까지", "65,536 characters at most"),
        "pgTxId": member(_TEXT, "본인인증사 거래 번호", "the provider's transaction id"),
        "version": member(
            Choice(VERSIONS),
            "없으면 V2. V1은 예전 연동이 남긴 내역",
            "V2 unless given; V1 is what an earlier integration left",
        ),
    }
)
NEXT: Final = Members(
    {
        "match": member(
            Members(
                {
                    "id": member(_TEXT, "아이디", "the id"),
                    "idPrefix": member(_TEXT, "아이디의 앞부분", "how the id begins"),
                    "customerId": member(_TEXT, "고객 아이디", "the customer's id"),
                    "phoneNumber": member(_TEXT, "전화번호", "the phone number"),
                    "customData": member(_TEXT, "customData", "customData"),
                    "channel": member(_TEXT, "채널", "the channel"),
                }
            ),
            "모두 맞아야 걸립니다. 없으면 어느 시도에나",
            "all of them have to fit; any attempt without it",
        ),
        "outcome": member(_OUTCOME, "그 시도의 결과", "the outcome of that attempt"),
        "person": member(_TEXT, "인증하는 인물", "who is verified"),
        "times": member(Number(1, MOST_TIMES), "몇 번 쓸지. 기본 1", "how often; 1 unless given"),
    },
    ("outcome",),
)
_PARAMETERS: Final[Mapping[str, Member]] = {
    "seconds": member(Number(0, LONGEST_DELAY, whole=False), "delay: 기다릴 초 수", "delay: seconds to wait"),
    "status": member(
        Anything("상태", "a status"),
        "status: 상태 코드. unknown-status: status 값",
        "status: the code; unknown-status: the value",
    ),
    "body": member(
        Anything("JSON 값", "a JSON value"),
        "status: 본문. 안의 값은 모두 글입니다",
        "status: the body; every value in it is a text",
    ),
    "headers": member(Named(_TEXT), "status: 헤더", "status: headers"),
    "bytes": member(Number(0), "truncate: 보낼 바이트 수", "truncate: how many bytes to send"),
    "retryAfter": member(Number(0), "rate-limit: Retry-After 초", "rate-limit: seconds of Retry-After"),
    "reads": member(Number(1), "ready-first: 몇 번의 조회까지 READY인지", "ready-first: how many reads show READY"),
    "fields": member(Items(_TEXT), "omit-fields: 뺄 항목", "omit-fields: the members to leave out"),
}


class _Fault(Members):
    """A fault's `status` is a number, but a name for `unknown-status`."""

    def typed(self, value: Any) -> Any:
        typed = super().typed(value)
        if isinstance(value, Mapping) and value.get("fault") == "status" and "status" in value:
            typed["status"] = Number(0).typed(value["status"])
        return typed


FAULT: Final = _Fault(
    {
        "fault": member(Choice(FAULTS, Text("장애", "fault")), "무엇이 잘못되는지", "what goes wrong"),
        "match": member(
            Members(
                {
                    "method": member(Choice(METHODS), "메서드", "method"),
                    "path": member(_TEXT, "경로. *를 쓸 수 있습니다", "path, with *"),
                    "operation": member(Choice(PLACES), "포트원의 오퍼레이션", "an operation of PortOne's"),
                    "id": member(_TEXT, "본인인증 아이디", "id of the verification"),
                    "nth": member(Number(1), "맞는 요청 가운데 몇 번째", "the nth call that fits"),
                }
            ),
            "모두 맞는 요청에 걸립니다. 없으면 어느 요청에나",
            "calls that fit all of them are hit; any call without it",
        ),
        "times": member(OrNull(Number(1)), "몇 번. 기본 1, null이면 계속", "how often; 1 unless given, null for ever"),
        "probability": member(Number(0, 1, whole=False), "걸릴 확률. 기본 1", "how likely; 1 unless given"),
        "forSeconds": member(
            Number(0, LONGEST_SPELL, whole=False),
            "샌드박스의 시계로 이만큼의 초 동안 걸립니다. times는 따로 적지 않으면 null",
            "lasts for so many seconds of the sandbox's clock; times is null then unless given",
        ),
        **_PARAMETERS,
    },
    ("fault",),
)
OTP: Final = Members(
    {
        "code": member(
            Words("숫자 6자나 random", "six digits, or random", r"[0-9]{6}|random"),
            f"인증번호. 기본 {_DEFAULT.code}",
            f"the OTP; {_DEFAULT.code} unless given",
        ),
        "lifetimeSeconds": member(
            Number(LEAST["lifetime"], 999_999_999),
            f"유효 시간(초). 기본 {_DEFAULT.lifetime}",
            f"how long it lives; {_DEFAULT.lifetime} unless given",
        ),
        "tries": member(
            Number(LEAST["tries"], 999_999_999),
            f"몇 번 틀리면 시도가 끝나는지. 기본 {_DEFAULT.tries}",
            f"wrong ones that end an attempt; {_DEFAULT.tries} unless given",
        ),
        "attempts": member(
            Number(LEAST["attempts"], 999_999_999),
            f"아이디 하나의 시도 횟수. 기본 {_DEFAULT.attempts}",
            f"attempts of one id; {_DEFAULT.attempts} unless given",
        ),
        "resends": member(
            Number(LEAST["resends"], 999_999_999),
            f"다시 보내는 횟수. 기본 {_DEFAULT.resends}",
            f"how often one attempt is sent again; {_DEFAULT.resends} unless given",
        ),
        "codes": member(
            Named(
                Members(
                    {
                        "pgCode": member(_TEXT, "코드", "the code"),
                        "pgMessage": member(_TEXT, "메시지", "the message"),
                    },
                    ("pgCode", "pgMessage"),
                ),
                (*OUTCOMES, RESENDS),
            ),
            "결과마다 본인인증사가 말할 코드와 메시지",
            "what the provider says for an outcome",
        ),
    }
)
CLOCK: Final = Members(
    {
        "now": member(
            _TIME,
            "시작할 때의 시각. -1d처럼 쓰면 컴퓨터 시계 기준",
            "the time at the start; -1d is relative to the machine's",
        ),
        "frozen": member(Flag(), "멈춰 있을지", "whether it stands still"),
    }
)

# How a later scenario's value goes over an earlier one's: in its place; member by member; entry by entry (and there in
# its place, or member by member); behind it, as lists are joined.
Merging = Literal["replace", "members", "entries", "entries' members", "join"]


class Key(NamedTuple):
    """One key: its kind, what it is for, and how it merges."""

    kind: Kind
    label: Text
    merging: Merging = "replace"


KEYS: Final[Mapping[str, Key]] = {
    "description": Key(
        _BILINGUAL,
        Text("어떤 상황이고 왜 필요한지, 두 언어로", "the situation and why one wants it, in both languages"),
    ),
    "extends": Key(
        _TEXT,
        Text(
            "이어받을 시나리오. 이름이거나 이 파일에서 본 경로(./base.yaml)",
            "the scenario to build on: a name, or a path from this file (./base.yaml)",
        ),
    ),
    "clock": Key(CLOCK, Text("샌드박스의 시계", "the sandbox's clock"), "members"),
    "stores": Key(
        Items(
            Words("영문 소문자와 숫자 1~20자", "1 to 20 lower-case letters and digits", r"[a-z0-9]{1,20}"), or_one=True
        ),
        Text("상점 더하기. 아이디는 첫 상점-이름", "further stores; the id of one is FIRST-NAME"),
        "join",
    ),
    "channels": Key(
        Keyed(CHANNEL, "name", Text("채널의 이름", "the channel's name")),
        Text(
            f"채널 바꾸기와 더하기. 있는 채널: {', '.join(each.name for each in CHANNELS)}",
            f"channels changed or added; there are {', '.join(each.name for each in CHANNELS)}",
        ),
        "entries' members",
    ),
    "people": Key(
        Keyed(PERSON, "person", Text("인물의 키", "the person's key")),
        Text(
            "인물 바꾸기와 더하기. 적지 않은 항목은 그대로, 새 인물은 adult의 것",
            "people changed or added; what is not given stays, a new one is like adult",
        ),
        "entries' members",
    ),
    "verifications": Key(
        Keyed(VERIFICATION, "id", Text("본인인증 아이디", "id of the verification")),
        Text(
            "처음부터 있는 내역. PUT /_mock/verifications/{id}와 같은 항목",
            "records that are there from the start, with the members of PUT /_mock/verifications/{id}",
        ),
        "entries",
    ),
    "next": Key(
        Items(NEXT),
        Text(
            "앞으로 올 시도의 결과. POST /_mock/next와 같은 항목",
            "outcomes of attempts to come, as in POST /_mock/next",
        ),
        "join",
    ),
    "faults": Key(
        Items(FAULT),
        Text("예약해 둔 장애. POST /_mock/faults와 같은 항목", "faults that wait, as in POST /_mock/faults"),
        "join",
    ),
    "otp": Key(OTP, Text("인증번호의 규칙", "the rules of OTPs"), "members"),
    "readyMade": Key(
        Flag(), Text("idv-인물을 조회하면 내역이 생길지", "whether reading idv-PERSON brings a record into being")
    ),
    "expect": Key(EXPECT, Text("API와 올바른 연동이 답할 것", "what the API and a correct integration answer")),
}
