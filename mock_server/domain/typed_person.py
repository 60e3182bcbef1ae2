"""A person whom somebody types into the window, read as strictly as the customer of a send.

Lives here: Typed, its checks, who that is. May not: the window, records. Nothing that was typed is repeated in an
error: it may be a real person's.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from .browser_rules import Fixed, Rules, digits_of
from .customers import Claim, claim
from .errors import Refusal
from .identity_number import Described, decode
from .people import OPERATORS, People
from .send_request import PHONE
from .wording import require_known, wrong

MEMBERS: Final = ("name", "identityNumber", "phoneNumber", "operator")
LONGEST_NAME: Final = 100


class Typed(msgspec.Struct, frozen=True):
    """What was typed, each member of it possible."""

    name: str
    phone_number: str
    operator: str
    described: Described

    def claim(self, people: People, base: date) -> Claim:
        """Who that is and what will come of it, as for a send; relative birth dates count from `base`."""
        return claim(self.name, self.phone_number, self.operator, self.described, people, base)


def read_typed(value: object, rules: Rules, today: date) -> Typed:
    """`{name, identityNumber, phoneNumber, operator}` as a window with these rules takes it; Refusal for any flaw."""
    if not isinstance(value, dict):
        raise wrong("typed", value, "an object")
    for member in value:
        require_known(member, MEMBERS, at=f"typed.{member}", what="member")
    typed = Typed(
        name=_name(value),
        phone_number=_phone_number(value),
        operator=_operator(value, rules.operators or OPERATORS),
        described=_described(value, today),
    )
    if rules.fixed not in (None, Fixed(typed.name, typed.phone_number, typed.described.birth_date)):
        raise _flaw(
            "name",
            "이 요청은 이름·생년월일·전화번호를 고정했습니다(flgFixedUser). 창에 보이는 값 그대로 인증하세요.",
            "The request fixes name, birth date and phone (flgFixedUser); verify with them as the window shows them.",
        )
    return typed


def _name(value: Mapping[str, Any]) -> str:
    name = _text(value, "name").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise _flaw(
            "name", f"이름을 입력하세요({LONGEST_NAME}자까지).", f"Type a name of 1 to {LONGEST_NAME} characters."
        )
    return name


def _phone_number(value: Mapping[str, Any]) -> str:
    number = digits_of(_text(value, "phoneNumber"))
    if not PHONE.fullmatch(number):
        raise _flaw("phoneNumber", "전화번호를 숫자 9~11자리로 입력하세요.", "Type a phone number of 9 to 11 digits.")
    return number


def _operator(value: Mapping[str, Any], offered: tuple[str, ...]) -> str:
    operator = _text(value, "operator")
    if operator not in offered:
        names = ", ".join(offered)
        raise _flaw("operator", f"통신사를 고르세요: {names}", f"Choose a carrier: {names}.")
    return operator


def _described(value: Mapping[str, Any], today: date) -> Described:
    try:
        described = decode(_text(value, "identityNumber"))
    except ValueError:
        raise _flaw(
            "identityNumber",
            "생년월일 6자리(YYMMDD)와 성별 1자리를 확인하세요. 있을 수 없는 값입니다.",
            "Look at the six digits of the birth date (YYMMDD) and the one after them: there is no such number.",
        ) from None
    if described.birth_date > today:
        raise _flaw(
            "identityNumber",
            "아직 오지 않은 생년월일입니다. 성별 자리(1·2는 1900년대, 3·4는 2000년대)를 확인하세요.",
            "That birth date is yet to come; look at the last digit (1 and 2 are of the 1900s, 3 and 4 of the 2000s).",
        )
    return described


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str):
        raise wrong(f"typed.{name}", type(text).__name__, "a string")
    return text


def _flaw(member: str, ko: str, en: str) -> Refusal:
    return Refusal("INVALID_REQUEST", ko, why=en, at=f"typed.{member}")
