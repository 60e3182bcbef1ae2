"""Members that are not there, or that nobody knows yet.

Lives here: MEMBER cases. May not: anything else.
"""

from typing import Any, Final

from ...text import Text
from ..application import Answer
from ..case import Cases, Family
from ..play import Play
from ..verdicts import Severity

CASES: Final = Cases(
    Family(
        "MEMBER",
        Text(
            "본인인증사마다 주는 값이 다르고 필드는 늘어날 수 있습니다. 늘 받아 온 값이 없는 고객이 언젠가 옵니다",
            "Providers give different members, and PortOne may add some; a customer without the one you always had "
            "will come",
        ),
        Text(
            "포트원 API 문서: name 말고는 생략될 수 있습니다",
            "PortOne's API: of a customer only name is required",
        ),
        Text(
            "모르는 필드는 무시하고, 없는 필드는 NULL로 저장하세요. 꼭 필요한 것은 정책의 needs에 적으세요",
            "Ignore unknown members, store absent ones as NULL; what you cannot do without stands in the policy: needs",
        ),
    )
)
HARM: Final = Severity.USER_HARM
# Members of a verified customer that may be absent.
_OPTIONAL: Final = ("gender", "phoneNumber", "operator", "isForeigner")


@CASES.case("모르는 필드가 더 와도 받아들인다", "members that nobody knows yet do no harm", HARM)
def extra(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "extra-fields")
    play.expect(play.submit(attempt), "accepted")


def _needed(play: Play) -> set[str]:
    """Members without which the policy lets nobody in: whoever refuses foreigners has to know who is one."""
    only = str(play.policy.get("oneAccount"))
    told = {"isForeigner"} if play.policy.get("foreigners") == "refused" else set()
    return told | set(play.policy.get("needs") or ()) | ({only} & {"ci", "di"})


def _without(play: Play, member: str, **order: Any) -> None:
    if member in _needed(play):
        play.not_judged(f"정책에 {member}가 필요합니다", f"the policy needs {member}")
    play.expect(play.submit(play.attempt(**{"customer": {member: None}} | order)), "accepted")


def _register(member: str) -> None:
    @CASES.case(f"{member}가 없어도 받아들인다", f"somebody without {member} is accepted", HARM)
    def without(play: Play) -> None:
        _without(play, member)


for _member in _OPTIONAL:
    _register(_member)


@CASES.case("CI가 없어도 받아들인다", "somebody without CI, but with DI, is accepted", HARM)
def no_ci(play: Play) -> None:
    _without(play, "ci")


@CASES.case("DI가 없어도 받아들인다", "somebody without DI, but with CI, is accepted", HARM)
def no_di(play: Play) -> None:
    _without(play, "di")


def _survives(play: Play, **order: Any) -> None:
    play.expect(play.submit(play.attempt(**order)), "accepted", "refused")


@CASES.case(
    "KG이니시스 카카오(CI, DI, 통신사 없음)에 넘어지지 않는다",
    "KG Inicis by KAKAO, without CI, DI and operator, crashes nothing",
    HARM,
)
def kakao(play: Play) -> None:
    _survives(play, channel="inicis", agency="KAKAO")


@CASES.case("channel이 없어도 넘어지지 않는다", "a record without channel crashes nothing", HARM)
def no_channel(play: Play) -> None:
    attempt = play.attempt()
    play.fault(attempt, "omit-fields", fields=["channel"])
    play.expect(play.submit(attempt), "accepted", "refused")


@CASES.case("name만 있는 고객에 넘어지지 않는다", "a customer with a name and nothing else crashes nothing", HARM)
def name_only(play: Play) -> None:
    attempt = play.attempt()
    play.altered(attempt, lambda record: {**record, "verifiedCustomer": {"name": record["verifiedCustomer"]["name"]}})
    play.expect(play.submit(attempt), "accepted", "refused")


# Names that real customers have, in kind: two-syllable family names, one syllable, long, Latin with spaces, apostrophe.
_NAMES: Final = ("남궁민수", "독고 탁", "이", "박하늘별님구름햇님보다사랑스러우리", "ANNE-MARIE O'HARA", "똠방각하")


@CASES.case("흔하지 않은 이름도 받아들인다", "unusual names are accepted", HARM)
def names(play: Play) -> None:
    for name in _NAMES:
        play.expect(play.submit(play.attempt(customer={"name": name})), "accepted")


@CASES.case("외국인을 약속한 대로 대한다", "foreigners are treated as promised", HARM, promise="foreigners")
def foreigners(play: Play) -> None:
    attempt = play.attempt(person=play.someone("foreigner"))
    play.expect(play.submit(attempt), play.policy.get("foreigners"))


# Names under which a record would stand if it were wrapped, as the answer of confirm is.
_WRAPPERS: Final = ("identityVerification", "data", "response", "result")


def _wrapped(play: Play, outer: str, inner: str) -> Answer:
    """What is answered to a record with another one of the same person inside."""
    person, attempt = play.someone(), play.issued()
    play.put(attempt, person=person, status=inner)
    held = play.mock.record(attempt.id)
    play.put(attempt, person=person, status=outer)
    play.altered(attempt, lambda record: {**record, **dict.fromkeys(_WRAPPERS, held)})
    return play.submit(attempt)


@CASES.case(
    "FAILED인 내역 속에 든 VERIFIED를 읽지 않는다",
    "a VERIFIED inside of a FAILED record is not what counts",
)
def wrapped_yes(play: Play) -> None:
    if play.submit(play.attempt(status="FAILED")).meaning == "accepted":
        play.not_judged("FAILED 그대로도 받아들입니다(STATUS-02)", "FAILED itself is accepted (STATUS-02)")
    play.expect(_wrapped(play, "FAILED", "VERIFIED"), "refused", "later")


@CASES.case(
    "VERIFIED인 내역 속에 든 FAILED를 읽지 않는다",
    "a FAILED inside of a VERIFIED record is not what counts",
    HARM,
)
def wrapped_no(play: Play) -> None:
    play.expect(_wrapped(play, "VERIFIED", "FAILED"), "accepted")


@CASES.case("JSON이 아닌 customData에 넘어지지 않는다", "customData that is no JSON crashes nothing", HARM)
def custom_data(play: Play) -> None:
    for written in ("주문 42", "{", "null"):
        # Whoever puts something into it may refuse what is not theirs.
        _survives(play, customData=written)


# What each provider gives by its usual contract, for the channel of that name.
_PROVIDERS: Final = (
    ("danal", "다날(부가 계약 없음)", "Danal without its extra contract"),
    ("danal-no-ci", "CI 없는 다날", "Danal without CI"),
    ("kcp-no-ci", "CI 없는 NHN KCP", "NHN KCP without CI"),
    ("inicis", "KG이니시스(DI, 통신사 없음)", "KG Inicis, without DI and operator,"),
)


def _provider(channel: str, ko: str, en: str) -> None:
    @CASES.case(f"{ko}의 고객을 받아들인다", f"a customer of {en} is accepted", HARM)
    def provided(play: Play) -> None:
        attempt = play.attempt(channel=channel)
        given = play.mock.record(attempt.id)["verifiedCustomer"]
        lacking = sorted(_needed(play) - set(given))
        if lacking:
            play.not_judged(f"정책에 {', '.join(lacking)}이(가) 필요합니다", f"the policy needs {', '.join(lacking)}")
        play.expect(play.submit(attempt), "accepted")


for _one in _PROVIDERS:
    _provider(*_one)


# What of a customer identifies somebody elsewhere, too.
_KEPT_BACK: Final = ("ci", "di", "birthDate")


@CASES.case("응답에 CI, DI, 생년월일이 없다", "no answer to a browser holds CI, DI or a birth date", Severity.ADVICE)
def given_away(play: Play) -> None:
    attempt = play.attempt()
    customer = play.mock.record(attempt.id)["verifiedCustomer"]
    answer = play.submit(attempt)
    if answer.meaning != "accepted":
        play.not_judged("받아들이지 않았습니다", "it was not accepted")
    # As JSON has it, where a slash may be escaped.
    told = answer.raw.decode("utf-8", "replace").replace("\\/", "/")
    if found := [it for it in _KEPT_BACK if customer.get(it) and customer[it] in told]:
        play.broken(
            Text(f"응답에 {', '.join(found)}", f"{', '.join(found)} in the answer"),
            Text("브라우저가 쓰는 것만", "what the browser needs, and no more"),
        )
