"""One assertion for each shape of answer.

Lives here: what an accepted call, a refusal and a member look like. May not: which call deserves which (cases/).
"""

from collections.abc import Mapping
from typing import Any

from .failures import ContractBroken
from .target import Answer
from .text import Said, Text, mapped, said


def accepted(answer: Answer) -> dict[str, Any]:
    """The JSON object of a 200; ContractBroken otherwise."""
    if answer.status != 200:
        raise ContractBroken(answer.told(), "200")
    value = answer.object()
    if value is None:
        raise ContractBroken(
            with_(answer.told(), Text("본문이 JSON 객체가 아님", "a body that is no JSON object")),
            Text("200과 JSON 객체", "200 with a JSON object"),
        )
    return value


def refused(answer: Answer, status: int, *types: str) -> None:
    """A refusal with this status and one of these types."""
    if answer.status != status or answer.type() not in types:
        either = " / ".join(types)
        raise ContractBroken(answer.told(), f"{status} {either}")


def nothing_but_braces(answer: Answer) -> None:
    """The answer `{}`, which the SDKs parse."""
    if accepted(answer) != {}:
        raise ContractBroken(
            with_(answer.told(), Text("필드가 있는 객체", "an object with members")),
            Text("200과 JSON {}", "200 with the JSON {}"),
        )


def member(where: Said, holder: Mapping[str, Any], name: str, kind: type) -> Any:
    """A member that has to be there, of that type."""
    if name not in holder:
        ko, en = said(where, "ko"), said(where, "en")
        raise ContractBroken(
            Text(f"{ko}에 {name} 없음", f"{en} without {name}"),
            Text(f"{ko}의 {name}은(는) 필수", f"{en}.{name} is required"),
        )
    return optional_member(where, holder, name, kind)


def optional_member(where: Said, holder: Mapping[str, Any], name: str, kind: type) -> Any:
    """A member of that type, or None where it is absent."""
    if name not in holder:
        return None
    value = holder[name]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        ko, en, is_, documented = said(where, "ko"), said(where, "en"), kind_of(value), named(kind)
        raise ContractBroken(
            Text(f"{ko}의 {name}이(가) {is_.ko}", f"{en}.{name} is {is_.en}"),
            Text(f"{ko}의 {name}은(는) {documented.ko}", f"{en}.{name} is {documented.en}"),
        )
    return value


def absent(where: Said, holder: Mapping[str, Any], *names: str) -> None:
    """None of these members."""
    there = ", ".join(name for name in names if name in holder)
    if there:
        ko, en, all_of_them = said(where, "ko"), said(where, "en"), ", ".join(names)
        raise ContractBroken(
            Text(f"{ko}에 {there}이(가) 있음", f"{en} with {there}"),
            Text(f"{ko}에는 {all_of_them} 없음", f"{en} has no {all_of_them}"),
        )


def same(what: Said, received: object, documented: object) -> None:
    """Two values that have to be equal; neither is shown, since both may be personal data."""
    if received != documented:
        ko, en = said(what, "ko"), said(what, "en")
        raise ContractBroken(
            Text(f"{ko}: 두 값이 다름", f"{en}: two different values"), Text(f"{ko}: 같음", f"{en}: the same")
        )


def the_record(state: str) -> Text:
    """How a reader calls the record in a state."""
    return Text(f"{state} 내역", f"the {state} record")


def about(what: str, broken: ContractBroken) -> ContractBroken:
    """The same failure, with what it was tried with."""
    return ContractBroken(mapped(broken.received, lambda text: f"{what}: {text}"), broken.documented)


def with_(told: str, what: Text) -> Text:
    """An answer in one line, and what there is to say about it."""
    return Text(f"{told}: {what.ko}", f"{told}: {what.en}")


_KINDS: dict[type, Text] = {
    str: Text("문자열", "a string"),
    bool: Text("참·거짓", "a boolean"),
    int: Text("숫자", "a number"),
    float: Text("숫자", "a number"),
    dict: Text("객체", "an object"),
    list: Text("배열", "a list"),
}


def kind_of(value: object) -> Text:
    """How a reader calls the type of a JSON value."""
    return Text("null", "null") if value is None else named(type(value))


def named(kind: type) -> Text:
    """How a reader calls a JSON type."""
    return _KINDS.get(kind, Text(kind.__name__, kind.__name__))
