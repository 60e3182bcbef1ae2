"""One assertion for each shape of answer.

Lives here: what an accepted call, a refusal and a member look like. May not: which call deserves which (cases/).
"""

from collections.abc import Mapping
from typing import Any

from .failures import ContractBroken
from .target import Answer


def accepted(answer: Answer) -> dict[str, Any]:
    """The JSON object of a 200; ContractBroken otherwise."""
    if answer.status != 200:
        raise ContractBroken(answer.told(), "200")
    value = answer.object()
    if value is None:
        raise ContractBroken(f"{answer.told()}: a body that is no JSON object", "200 with a JSON object")
    return value


def refused(answer: Answer, status: int, *types: str) -> None:
    """A refusal with this status and one of these types."""
    if answer.status != status or answer.type() not in types:
        raise ContractBroken(answer.told(), f"{status} {' or '.join(types)}")


def nothing_but_braces(answer: Answer) -> None:
    """The answer `{}`, which the SDKs parse."""
    if accepted(answer) != {}:
        raise ContractBroken(f"{answer.told()}: an object with members", "200 with the JSON {}")


def member(where: str, holder: Mapping[str, Any], name: str, kind: type) -> Any:
    """A member that has to be there, of that type."""
    if name not in holder:
        raise ContractBroken(f"{where} without {name}", f"{where}.{name} is required")
    return optional_member(where, holder, name, kind)


def optional_member(where: str, holder: Mapping[str, Any], name: str, kind: type) -> Any:
    """A member of that type, or None where it is absent."""
    if name not in holder:
        return None
    value = holder[name]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ContractBroken(f"{where}.{name} is {kind_of(value)}", f"{where}.{name} is {named(kind)}")
    return value


def absent(where: str, holder: Mapping[str, Any], *names: str) -> None:
    """None of these members."""
    there = [name for name in names if name in holder]
    if there:
        raise ContractBroken(f"{where} with {', '.join(there)}", f"{where} has no {', '.join(names)}")


def same(what: str, received: object, documented: object) -> None:
    """Two values that have to be equal; neither is shown, since both may be personal data."""
    if received != documented:
        raise ContractBroken(f"{what}: two different values", f"{what}: the same")


def kind_of(value: object) -> str:
    """How a reader calls the type of a JSON value."""
    return "null" if value is None else named(type(value))


def named(kind: type) -> str:
    """How a reader calls a JSON type."""
    names = {str: "a string", bool: "a boolean", int: "a number", float: "a number", dict: "an object", list: "a list"}
    return names.get(kind, kind.__name__)
