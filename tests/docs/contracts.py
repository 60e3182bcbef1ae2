"""The judge in the documents: its contracts, what they need, and the options of `portone-contracts verify`.

Lives here: rendering. May not: a law of its own; number, law and source stand where the contract does.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import click

from contracts.cases import CONTRACTS
from contracts.needs import Need
from contracts.probe.cases import CASES
from contracts.probe.reasons import BY_YOUTH_ACT, Own
from contracts.probe.verdicts import SEVERITIES
from contracts.probe_command import probe
from contracts.vectors import VECTORS
from contracts.verify_command import verify
from tests.contracts.matrix import as_table
from tests.contracts.sdk_vectors import JAVASCRIPT, PYTHON
from tests.docs.markdown import table
from tests.docs.options import option_rows
from tests.probe import starting_page
from tests.probe.catalogue import MEANT, shows_in
from tests.probe.command import SCHEMA

OPTION_HEAD: Final = ("옵션 · option", "환경 변수 · variable", "뜻 · meaning")


def contracts() -> str:
    """Every contract: number, law, how it is known, and what judging it needs besides address and secret."""
    rows = (
        (
            one.number,
            f"{one.law.ko}<br>{one.law.en}",
            f"`{one.fidelity}`",
            f"{one.source.ko}<br>{one.source.en}",
            ", ".join(need.name for need in Need if need in one.needs),
        )
        for one in CONTRACTS
    )
    return table(("번호 · number", "규칙 · law", "근거 · label", "출처 · source", "needs"), rows)


def needs() -> str:
    """What a contract may need."""
    rows = (
        (
            need.name,
            f"{need.value.ko}<br>{need.value.en}",
            str(sum(need in one.needs for one in CONTRACTS)),
            str(sum(one.needs == {need} for one in CONTRACTS)),
        )
        for need in Need
    )
    return table(("needs", "뜻 · meaning", "계약 수 · contracts", "이것만 · of these, nothing else"), rows)


def verify_options() -> str:
    """The options of `portone-contracts verify`, with the variable of each."""
    return table(OPTION_HEAD, option_rows(judge_options()))


def judge_options() -> list[click.Option]:
    """What `portone-contracts verify` takes."""
    return [parameter for parameter in verify.params if isinstance(parameter, click.Option)]


def probe_options() -> str:
    """The options of `portone-contracts probe`."""
    return table(OPTION_HEAD, option_rows(prober_options()))


def prober_options() -> list[click.Option]:
    """What `portone-contracts probe` takes."""
    return [parameter for parameter in probe.params if isinstance(parameter, click.Option)]


def probe_json() -> str:
    """The members of the JSON report, by its schema."""
    return table(("필드 · member", "뜻 · meaning"), _members(json.loads(SCHEMA.read_text("utf-8"))))


def _members(schema: dict[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    for name, one in schema.get("properties", {}).items():
        if "description" in one:
            words = "".join(f", `{word}`" for word in one.get("enum", ()))
            yield f"`{inside}{name}`", f"{one['description']}{': ' + words[2:] if words else ''}"
        yield from _members(one, f"{inside}{name}.")
        yield from _members(one.get("items", {}), f"{inside}{name}[].")


def probe_cases() -> str:
    """Every case of the probe, with its severity and the promise that switches it on."""
    rows = (
        (
            one.number,
            "<br>".join((*one.title, *(BY_YOUTH_ACT.get(one.number, Own()).title or ()))),
            f"{SEVERITIES[one.severity].ko} · {SEVERITIES[one.severity].en}",
            f"`{one.promise}`" if one.promise else "–",
        )
        for one in CASES
    )
    return table(("사례 · case", "지켜야 할 것 · what has to be true", "심각도 · severity", "약속 · promise"), rows)


def probe_mistakes() -> str:
    """Every mistake that the probe is proved on, and the cases that catch it when all are played."""
    rows = ((bug, first, ", ".join(rest) or "–") for bug in MEANT for first, *rest in [shows_in(bug)])
    return table(("실수 · mistake", "잡는 사례 · caught by", "함께 드러나는 곳 · shows in, besides"), rows)


def probe_report() -> str:
    """What the probe finds in the controller of the starting page."""
    return starting_page.as_table()


def wrong_servers() -> str:
    """Every server that is wrong on purpose, and the contracts that it breaks."""
    return as_table()


def sdk_vectors() -> str:
    """What the official SDKs make of the vectors otherwise than they must."""
    laws = {one.number: one.law for one in VECTORS}
    rows = (
        (sdk, number, f"{laws[number].ko}<br>{laws[number].en}", f"{why.ko}<br>{why.en}")
        for sdk, wrong in (("Python", PYTHON), ("JavaScript", JAVASCRIPT))
        for number, why in wrong.items()
    )
    return table(("SDK", "사례 · vector", "해야 하는 일 · what it must do", "하는 일 · what it does"), rows)
