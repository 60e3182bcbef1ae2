"""Birth dates, absolute or promised ("turns 19 tomorrow"), and the ages that Korean law counts from them.

Pure: today's date (Asia/Seoul) is an argument, never asked for. What a birth date is printed as lives elsewhere.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from .text import Flaw

OLDEST_TURN = 150
FURTHEST_DAY = 36_500
FIRST_YEAR, LAST_YEAR = 1800, 2099  # what the seventh digit of a resident number can tell

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAY = re.compile(r"([0-9]{2})-([0-9]{2})", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,6}", re.ASCII)
_MEMBERS = ("turns", "inDays", "on")
_EXPECTED_KO = "생년월일은 2006-11-23, {turns: 19, inDays: 1}, {turns: 19, on: 01-01} 가운데 하나로 씁니다"
_EXPECTED = "a birth date is 2006-11-23, {turns: 19, inDays: 1} or {turns: 19, on: 01-01}"


class Turns(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A birth date by promise: reaches `age` full years `in_days` from today, or on a (month, day) of this year."""

    age: int
    in_days: int = 0
    on: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.age <= OLDEST_TURN:
            raise Flaw(
                f"turns가 {self.age}입니다. 1부터 {OLDEST_TURN}까지의 정수를 쓰세요",
                f"turns is {self.age}; expected a whole number from 1 to {OLDEST_TURN}",
            )
        if self.on is not None:
            _refuse_unsteady_day(self.on, self.in_days)
        # 365 days a year at most: nobody may be born after today.
        elif not -FURTHEST_DAY <= self.in_days <= 365 * self.age:
            raise Flaw(
                f"inDays가 {self.in_days}입니다. turns {self.age}이면 {-FURTHEST_DAY}부터 {365 * self.age}까지입니다",
                f"inDays is {self.in_days}; expected {-FURTHEST_DAY} to {365 * self.age} for turns {self.age}",
            )


Birth = date | Turns


def _both() -> Flaw:
    return Flaw(
        "inDays와 on은 함께 쓸 수 없습니다. 하나만 남기세요", "inDays and on exclude each other; keep one of them"
    )


def _refuse_unsteady_day(on: tuple[int, int], in_days: int) -> None:
    if in_days:
        raise _both()
    try:
        date(2001, *on)  # a common year: the day has to be there in every year
    except (ValueError, OverflowError):
        day = f"{on[0]:02d}-{on[1]:02d}"[:20]
        raise Flaw(
            f"on이 {day}입니다. 01-01처럼 해마다 있는 월과 일을 쓰세요",
            f"on is {day}; expected a month and day that every year has, such as 01-01",
        ) from None


def resolve(birth: Birth, today: date) -> date:
    """The birth date that keeps the promise as counted from `today`; an absolute one is itself."""
    if isinstance(birth, date):
        return birth
    target = _target(birth, today)
    year = target.year - birth.age
    return date(year, 2, 28) if _is_missing(target, year) else target.replace(year=year)


def falls_back(birth: Birth, today: date) -> bool:
    """Whether the promised day is 29 February and the birth year has none, so that 28 February is taken."""
    if isinstance(birth, date):
        return False
    target = _target(birth, today)
    return _is_missing(target, target.year - birth.age)


def _target(turns: Turns, today: date) -> date:
    return today + timedelta(days=turns.in_days) if turns.on is None else date(today.year, *turns.on)


def _is_missing(target: date, year: int) -> bool:
    return (target.month, target.day) == (2, 29) and not _is_leap(year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def full_age(born: date, on: date) -> int:
    """Full years (만 나이, Civil Act art. 158 to 160): the day of birth counts.

    Who was born on 29 February reaches an age on 1 March of a common year, because 28 February comes before that day.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def youth_act_age(born: date, on: date) -> int:
    """The age of the Youth Protection Act art. 2: from 1 January of the year of the birthday; 19 is an adult."""
    return on.year - born.year


def iso_date(text: object) -> date | None:
    """The date that `yyyy-MM-dd` names, or None: Python alone would also take 20061123 and 2006-W47-4."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_birth(value: object) -> Birth:
    """Reads the form that files and requests use; numbers may be numbers or text. Flaw for anything else."""
    if isinstance(value, str):
        return _parse_date(value)
    if isinstance(value, Mapping):
        return _parse_turns(value)
    raise Flaw(f"{_EXPECTED_KO}. {value!r:.100}이(가) 왔습니다", f"{_EXPECTED}; got {value!r:.100}")


def _parse_date(text: str) -> date:
    born = iso_date(text)
    if born is None:
        raise Flaw(f"{_EXPECTED_KO}. {text!r:.100}이(가) 왔습니다", f"{_EXPECTED}; got {text!r:.100}")
    if not FIRST_YEAR <= born.year <= LAST_YEAR:
        raise Flaw(
            f"태어난 해는 {FIRST_YEAR}년부터 {LAST_YEAR}년까지입니다. {text!r:.100}이(가) 왔습니다",
            f"a birth year is {FIRST_YEAR} to {LAST_YEAR} (no resident number tells others); got {text!r:.100}",
        )
    return born


def _parse_turns(members: Mapping[object, object]) -> Turns:
    unknown = [name for name in members if name not in _MEMBERS]
    if unknown or "turns" not in members:
        wrong = f"{unknown[0]!r:.100} is not known in it" if unknown else "turns is missing"
        ko = f"{unknown[0]!r:.100}은(는) 쓸 수 없습니다" if unknown else "turns가 없습니다"
        raise Flaw(f"{_EXPECTED_KO}. {ko}", f"{_EXPECTED}; {wrong}")
    if "inDays" in members and "on" in members:
        raise _both()
    age = _whole_number("turns", members["turns"])
    if "on" in members:
        return Turns(age, on=_day("on", members["on"]))
    return Turns(age, in_days=_whole_number("inDays", members.get("inDays", 0)))


def _whole_number(name: str, value: object) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and _WHOLE.fullmatch(value)):
        raise Flaw(
            f"{name}이(가) {value!r:.100}입니다. 19 같은 정수를 쓰세요",
            f"{name} is {value!r:.100}; expected a whole number such as 19",
        )
    return int(str(value))


def _day(name: str, value: object) -> tuple[int, int]:
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Flaw(
            f"{name}이(가) {value!r:.100}입니다. 01-01 같은 월과 일을 쓰세요",
            f"{name} is {value!r:.100}; expected a month and day such as 01-01",
        )
    return int(found[1]), int(found[2])
