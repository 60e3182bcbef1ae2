"""Members that are not there, or that nobody knows yet.

Lives here: MEMBER cases. May not: anything else.
"""

from typing import Any, Final

from ...text import Text
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


def _without(play: Play, member: str, **order: Any) -> None:
    if member in (play.policy.get("needs") or ()):
        play.not_judged(f"정책에 {member}가 필요하다고 적혀 있습니다", f"the policy says that {member} is needed")
    play.expect(play.submit(play.attempt(**{"customer": {member: None}} | order)), "accepted")


def _register(member: str) -> None:
    @CASES.case(f"{member}가 없어도 받아들인다", f"somebody without {member} is accepted", HARM)
    def without(play: Play) -> None:
        _without(play, member)


for _member in _OPTIONAL:
    _register(_member)


@CASES.case("CI가 없어도 받아들인다", "somebody without CI, but with DI, is accepted", HARM)
def no_ci(play: Play) -> None:
    if play.policy.get("oneAccount") == "ci":
        play.not_judged("CI로만 사람을 가립니다", "the policy tells people apart by CI alone")
    _without(play, "ci")


@CASES.case("DI가 없어도 받아들인다", "somebody without DI, but with CI, is accepted", HARM)
def no_di(play: Play) -> None:
    if play.policy.get("oneAccount") == "di":
        play.not_judged("DI로만 사람을 가립니다", "the policy tells people apart by DI alone")
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
