"""Days and hours on which a mistake in dates shows, and at no other.

Lives here: DATE cases, and AGE-13's nights. May not: moving a clock; where it is not the hour, nothing is judged.
"""

from datetime import date
from typing import Final

from ...text import Text
from ..case import Cases, Family
from ..moments import (
    EAST,
    EVENING,
    KOREA,
    NIGHT,
    NOON,
    UTC,
    WEST,
    Moment,
    Moments,
    is_birthday_of_leapers,
    is_last_of_the_year,
    is_leap_day,
    is_new_year,
    is_ordinary,
    moments,
)
from ..play import Play
from ..policy import Policy
from ..verdicts import Severity
from . import born

CASES: Final = Cases(
    Family(
        "DATE",
        Text(
            "서버의 시간대와 윤년, 해가 바뀌는 밤은 개발하는 낮에는 드러나지 않습니다",
            "A server's time zone, leap days and the night of a new year show to nobody who develops by day",
        ),
        Text(
            "민법 제158조와 제160조, 청소년 보호법 제2조",
            "Civil Act art. 158 and 160, Youth Protection Act art. 2",
        ),
        Text(
            "오늘은 Asia/Seoul로 구하고, birthDate는 시각으로 바꾸지 말고 연, 월, 일로, "
            "시각은 시간대와 함께 비교하세요",
            "Take today's date in Asia/Seoul, never turn birthDate into an instant, compare instants with their zone",
        ),
    )
)
HARM: Final = Severity.USER_HARM


def nights(policy: Policy, after: date) -> list[Moment]:
    """When UTC is a day behind; where the year alone counts that shows on 1 January only."""
    usual = [] if policy.by_youth_act else moments(after, is_ordinary, NIGHT, UTC)
    return usual + moments(after, is_new_year, NIGHT, UTC)


def _abroad(policy: Policy, after: date) -> list[Moment]:
    """When the zones on either side of Seoul have another date."""
    usual = [] if policy.by_youth_act else moments(after, is_ordinary, NOON, WEST)
    return usual + moments(after, is_new_year, NOON, WEST) + moments(after, is_last_of_the_year, EVENING, EAST)


def _abroad_before(policy: Policy, after: date) -> list[Moment]:
    """When they do, and tomorrow is a day on which somebody comes of age."""
    usual = [] if policy.by_youth_act else moments(after, is_ordinary, EVENING, EAST)
    return [
        *usual,
        *moments(after, is_last_of_the_year, EVENING, EAST),
        *moments(after, is_last_of_the_year, NOON, WEST),
    ]


def _leap_days(_: Policy, after: date) -> list[Moment]:
    return moments(after, is_leap_day, NOON, UTC)


def last_days_of_february(policy: Policy, after: date) -> list[Moment]:
    """28 February of a common year in which those born on 29 February are about to reach the age."""
    return moments(after, is_birthday_of_leapers(policy, 2, 28), NOON, UTC)


def _first_days_of_march(policy: Policy, after: date) -> list[Moment]:
    return moments(after, is_birthday_of_leapers(policy, 3, 1), NOON, UTC)


def _zones(_: Policy, after: date) -> list[Moment]:
    return moments(after, is_ordinary, NOON, KOREA, WEST)


def _only_there(play: Play, when: Moments, *zones: str) -> None:
    """Ends the case unless the application's zone is known to be one of these."""
    moment = play.setting.moment
    if moment is None or moment.zone not in zones:
        ko, en = "서버의 시간대가 다를 때 드러납니다", "it shows where the server is in another zone"
        play.not_yet(when, ko, en, zone=True)


def _newest_adult(play: Play) -> str:
    """The birth date of somebody who is old enough since the date in Seoul changed."""
    age = play.policy.least_age
    return born.on(play, age, 12, 31) if play.policy.by_youth_act else born.turning(play, age)


@CASES.case(
    "서버의 시간대가 어디든 서울의 날짜로 나이를 찬 사람은 받아들인다",
    "whatever zone the server is in, who is old enough by Seoul's date is accepted",
    HARM,
    promise="leastAge",
    moments=_abroad,
)
def abroad(play: Play) -> None:
    _only_there(play, _abroad, WEST, EAST)
    born.tried(play, _newest_adult(play), in_=True)


@CASES.case(
    "서버의 시간대가 어디든 하루 먼저 들이지 않는다",
    "whatever zone the server is in, it lets nobody in a day too early",
    promise="leastAge",
    moments=_abroad_before,
)
def abroad_before(play: Play) -> None:
    _only_there(play, _abroad_before, WEST, EAST)
    born.tried(play, born.turning(play, play.policy.least_age, days=1), in_=False)


@CASES.case(
    "윤년 2월 29일에도 나이를 찬 사람은 받아들인다",
    "on 29 February whoever is old enough is accepted",
    HARM,
    promise="leastAge",
    moments=_leap_days,
)
def leap_day(play: Play) -> None:
    _on_leap_day(play)
    born.tried(play, born.on(play, play.policy.least_age, 2, 28), in_=True)
    born.tried(play, born.on(play, play.policy.least_age + 20, 5, 5), in_=True)


@CASES.case(
    "윤년 2월 29일에 내일 나이를 채울 사람을 먼저 들이지 않는다",
    "on 29 February who reaches the age on 1 March is refused, by full age",
    promise="leastAge",
    moments=_leap_days,
)
def before_march(play: Play) -> None:
    _on_leap_day(play)
    born.tried(play, born.on(play, play.policy.least_age, 3, 1), in_=play.policy.by_youth_act)


def _on_leap_day(play: Play) -> None:
    if not is_leap_day(play.mock.today()):
        play.not_yet(_leap_days, "2월 29일에만 드러납니다", "it shows on 29 February only")


@CASES.case(
    "2월 29일생은 평년 3월 1일에는 나이를 채웠다",
    "who was born on 29 February has reached the age on 1 March of a common year",
    HARM,
    promise="leastAge",
    moments=_first_days_of_march,
)
def first_of_march(play: Play) -> None:
    now = play.mock.today()
    if not is_birthday_of_leapers(play.policy, 3, 1)(now):
        ko, en = "그해 3월 1일에만 드러납니다", "it shows on 1 March of such a year only"
        play.not_yet(_first_days_of_march, ko, en)
    born.tried(play, date(now.year - play.policy.least_age, 2, 29).isoformat(), in_=True)


@CASES.case(
    "인증 시각의 신선함은 서버의 시간대에 달려 있지 않다",
    "how fresh a verification is does not depend on the server's zone",
    promise="freshMinutes",
    moments=_zones,
)
def fresh_everywhere(play: Play) -> None:
    _only_there(play, _zones, KOREA, WEST)
    play.expect(play.submit(play.attempt()), "accepted")
    minutes = int(play.policy.get("freshMinutes")) + 3
    play.expect(play.submit(play.attempt(requestedAt=f"-{minutes + 1}m", verifiedAt=f"-{minutes}m")), "refused")
