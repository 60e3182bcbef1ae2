"""Age on each side of every boundary.

Lives here: AGE cases; dates are Seoul's (born.py). May not: anything else.
"""

from collections.abc import Callable
from typing import Any, Final

from ...text import Text
from ..case import Cases, Family, Playing
from ..moments import Moments, is_birthday_of_leapers, is_new_year
from ..play import Play
from ..verdicts import Severity
from . import born
from .born import tried
from .dates import last_days_of_february, nights

CASES: Final = Cases(
    Family(
        "AGE",
        Text(
            "나이를 하루라도 틀리면 미성년자를 들이거나 성인을 돌려보냅니다",
            "An age that is wrong by a day lets a minor in, or sends an adult away",
        ),
        Text(
            "민법 제158조, 청소년 보호법 제2조, 개인정보 보호법 제22조의2",
            "Civil Act art. 158, Youth Protection Act art. 2, Personal Information Protection Act art. 22-2",
        ),
        Text(
            "서울의 오늘 날짜와 birthDate(yyyy-MM-dd)를 연, 월, 일로 비교하고, 읽을 수 없는 날짜는 거절하세요",
            "Compare year, month and day of birthDate with today's date in Seoul; refuse a date that cannot be read",
        ),
    )
)
HARM: Final = Severity.USER_HARM


def _case(
    ko: str, en: str, severity: Severity = Severity.SECURITY, moments: Moments | None = None
) -> Callable[[Playing], Playing]:
    return CASES.case(ko, en, severity, promise="leastAge", moments=moments)


@_case("나이 기준을 어제 넘긴 사람은 받아들인다", "who reached the age yesterday is accepted", HARM)
def yesterday(play: Play) -> None:
    tried(play, born.turning(play, play.policy.least_age, days=-1), in_=True)


@_case("오늘 생일로 기준을 채운 사람은 받아들인다", "who reaches the age today is accepted", HARM)
def today(play: Play) -> None:
    tried(play, born.turning(play, play.policy.least_age), in_=True)


@_case("내일 기준을 채울 사람은 거절한다(만 나이)", "who reaches the age tomorrow is refused, by full age")
def tomorrow(play: Play) -> None:
    day = born.turning(play, play.policy.least_age, days=1)
    # By the Youth Protection Act the year decides: tomorrow is too late only if it lies in the next one.
    next_year = int(day[:4]) + play.policy.least_age > play.mock.today().year
    tried(play, day, in_=play.policy.by_youth_act and not next_year)


@_case("기준보다 한 살 넘게 어린 사람은 거절한다", "who is more than a year too young is refused")
def much_too_young(play: Play) -> None:
    tried(play, born.turning(play, play.policy.least_age, days=400), in_=False)


@_case(
    "올해 12월 31일에 기준을 채울 사람은 거절한다(만 나이)",
    "who reaches the age on 31 December of this year is refused, by full age",
)
def last_of_the_year(play: Play) -> None:
    now = play.mock.today()
    if (now.month, now.day) == (12, 31):
        play.not_judged("12월 31일에는 판정할 수 없습니다. 1월 1일부터", "not on 31 December; from 1 January on")
    tried(play, born.on(play, play.policy.least_age, 12, 31), in_=play.policy.by_youth_act)


@_case(
    "올해 1월 1일에 기준을 채운 사람은 받아들인다", "who reached the age on 1 January of this year is accepted", HARM
)
def first_of_the_year(play: Play) -> None:
    tried(play, born.on(play, play.policy.least_age, 1, 1), in_=True)


@_case("내년 1월 1일에 기준을 채울 사람은 거절한다", "who reaches the age on 1 January of next year is refused")
def first_of_next_year(play: Play) -> None:
    tried(play, born.on(play, play.policy.least_age - 1, 1, 1), in_=False)


@_case("2월 29일생 어른은 받아들인다", "an adult born on 29 February is accepted", HARM)
def leap_day(play: Play) -> None:
    tried(play, "1972-02-29", in_=True)


@_case("생년월일이 없으면 받아들이지 않는다", "nobody without a birth date is accepted")
def absent(play: Play) -> None:
    play.expect(play.submit(play.attempt(customer={"birthDate": None})), "refused", "later")


def _malformed(play: Play, birth_date: str) -> None:
    def change(record: dict[str, Any]) -> dict[str, Any]:
        return {**record, "verifiedCustomer": {**record["verifiedCustomer"], "birthDate": birth_date}}

    attempt = play.attempt()
    play.altered(attempt, change)
    play.expect(play.submit(attempt), "refused", "later")


@_case("날짜가 아닌 생년월일은 통과하지 못한다", "a birth date that is no date does not pass")
def no_date(play: Play) -> None:
    _malformed(play, "0000-00-00")


@_case("빈 생년월일은 통과하지 못한다", "an empty birth date does not pass")
def empty(play: Play) -> None:
    _malformed(play, "")


@_case("앞날의 생년월일은 통과하지 못한다", "a birth date in the future does not pass")
def in_the_future(play: Play) -> None:
    _malformed(play, f"{play.mock.today().year + 1}-01-01")


@_case(
    "UTC가 아니라 서울의 날짜로 센다",
    "the date is Seoul's, not UTC's (a bug that shows between 00:00 and 09:00 in Seoul only)",
    HARM,
    nights,
)
def seoul(play: Play) -> None:
    now, age, by_year = play.mock.now(), play.policy.least_age, play.policy.by_youth_act
    # Where the year alone counts UTC is behind in the first night of the year, and whoever is born late tells.
    if now.hour >= 9 or (by_year and not is_new_year(now.date())):
        play.not_yet(nights, "지금은 UTC로 세어도 같습니다", "to count by UTC makes no difference now")
    tried(play, born.on(play, age, 12, 31) if by_year else born.turning(play, age), in_=True)


@_case(
    "2월 29일생은 평년에는 3월 1일에 나이를 먹는다",
    "who was born on 29 February reaches an age on 1 March of a common year (shows on 28 February only)",
    moments=last_days_of_february,
)
def leap_day_boundary(play: Play) -> None:
    now = play.mock.today()
    if not is_birthday_of_leapers(play.policy, 2, 28)(now):
        ko = "기준 나이의 사람이 윤년에 태어난 평년 2월 28일에만 드러납니다"
        en = "it shows on 28 February of a common year in which those born in a leap year reach the age"
        play.not_yet(last_days_of_february, ko, en)
    tried(play, f"{now.year - play.policy.least_age}-02-29", in_=play.policy.by_youth_act)
