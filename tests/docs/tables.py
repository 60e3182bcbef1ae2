"""The generated parts of the documents, made from the tables that the server and the judge run on.

Lives here: rendering. May not: facts of its own; a sentence about a person, a field or an option stands where the
server has it. A part lies between `<!-- generated: NAME -->` and `<!-- end of NAME -->`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import click

from mock_server.api.routes import OPERATIONS
from mock_server.cli import serve
from mock_server.domain.arrangement import READY_MADE
from mock_server.domain.birth_dates import Birth
from mock_server.domain.channels import CHANNELS
from mock_server.domain.faults import FAULTS, Kind
from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.providers import PROFILES, PROVIDED, Withheld
from mock_server.roster import load_people
from tests.docs.contracts import (
    OPTION_HEAD,
    contracts,
    needs,
    probe_cases,
    probe_json,
    probe_mistakes,
    probe_options,
    probe_report,
    sdk_vectors,
    verify_options,
    wrong_servers,
)
from tests.docs.decisions import client_errors, decisions, shops
from tests.docs.ledger import ledger_assumed, ledger_counts, ledger_known
from tests.docs.lifecycle import lifecycle_diagram, lifecycle_table
from tests.docs.markdown import table
from tests.docs.mutants import mutants_kinds, mutants_modules, mutants_run, mutants_shares
from tests.docs.options import option_rows
from tests.docs.scenarios import (
    scenario_keys,
    scenario_members,
    scenario_policy,
    scenario_reasons,
    scenario_steps,
    scenarios,
)

_PART: Final = re.compile(r"<!-- generated: (\w+) -->\n(.*?)<!-- end of \1 -->", re.DOTALL)


def people() -> str:
    """Everyone of the roster: who they are, and why they are here in both languages."""
    return table(
        (
            "인물 · person",
            "이름 · name",
            "생년월일 · born",
            "성별 · sex",
            "전화 · phone",
            "통신사 · operator",
            "설명",
            "why",
        ),
        (
            (
                f"`{person.key}`",
                person.name,
                born(person.birth),
                person.gender + (" · 외국인 foreign" if person.is_foreigner else ""),
                _phone(person.phone_number),
                person.operator,
                f"**{person.label.ko}** {person.why.ko}",
                f"**{person.label.en}** {person.why.en}",
            )
            for person in load_people()
        ),
    )


def born(birth: Birth) -> str:
    """A birth date, or the promise that it is made from, in both languages."""
    if isinstance(birth, date):
        return birth.isoformat()
    if birth.on is not None:
        month, day = birth.on
        return f"올해 {month}월 {day}일에 만 {birth.age}세 · {birth.age} on {month:02d}-{day:02d} of this year"
    days = {0: ("오늘", "today"), 1: ("내일", "tomorrow"), -1: ("어제", "yesterday")}
    ko, en = days.get(birth.in_days, (f"{birth.in_days:+d}일", f"in {birth.in_days} days"))
    return f"{ko} 만 {birth.age}세 · {birth.age} {en}"


def _phone(number: str) -> str:
    return f"{number[:3]}-{number[3:7]}-{number[7:]}"


def ready_made() -> str:
    """The ids that name no person, with the status that a read shows."""
    rows = ((f"`idv-{name}`", f"`{OUTCOMES[outcome].status}`", f"`{outcome}`") for name, outcome in READY_MADE.items())
    return table(("아이디 · id", "status", "outcome"), rows)


def outcomes() -> str:
    """What each outcome leaves in the record."""
    failing = {person.outcome: f"`{person.key}`" for person in load_people() if person.outcome}
    return table(
        ("outcome", "status", "confirm", "failure.pgCode", "인물 · person", "설명", "meaning", "근거 · label"),
        (
            (
                f"`{row.outcome}`",
                f"`{row.status}`",
                f"{row.api.status} `{row.api.pg_code}`" if row.api else "200" if row.outcome == "verified" else "–",
                f"`{row.failure.pg_code}`" if row.failure else "–",
                failing.get(row.outcome, "–"),
                row.label.ko,
                row.label.en,
                row.fidelity,
            )
            for row in OUTCOMES.values()
        ),
    )


def channels() -> str:
    """The channels of every sandbox."""
    return table(
        ("이름 · name", "key", "type", "pgProvider", "pgMerchantId", "profile"),
        (
            (f"`{it.name}`", f"`{it.key}`", it.type, it.pg_provider, it.pg_merchant_id, f"`{it.profile}`")
            for it in CHANNELS
        ),
    )


def fields() -> str:
    """Field × profile: given, or withheld with the number of the reason below."""
    numbers = {reason: number for number, reason in enumerate(_reasons(), 1)}
    rows = [("`name`", *["○"] * len(PROFILES))]
    rows += [(f"`{field}`", *(_cell(numbers, profile, field) for profile in PROFILES)) for field in PROVIDED]
    return table(("필드 · field", *(f"`{profile}`" for profile in PROFILES)), rows)


def _cell(numbers: Mapping[Withheld, int], profile: str, field: str) -> str:
    row = PROFILES[profile]
    if field in row.withheld:
        return f"– ({numbers[row.withheld[field]]})"
    exceptions = [
        f"{agency} – ({numbers[withheld[field]]})" for agency, withheld in row.by_agency.items() if field in withheld
    ]
    return ", ".join(("○", *exceptions))


def _reasons() -> list[Withheld]:
    found = (
        reason
        for row in PROFILES.values()
        for withheld in (row.withheld, *row.by_agency.values())
        for reason in withheld.values()
    )
    return list(dict.fromkeys(found))


def reasons() -> str:
    """Why a field is withheld, with the label of the source."""
    rows = ((str(number), it.ko, it.en, it.source) for number, it in enumerate(_reasons(), 1))
    return table(("", "이유", "reason", "근거 · label"), rows)


def agencies() -> str:
    """The agencies of the profiles that have some; the first is taken when none is named."""
    with_agencies = [(name, row) for name, row in PROFILES.items() if row.agencies]
    return "".join(f"- `{name}`: {', '.join(row.agencies)}\n" for name, row in with_agencies)


_MOMENTS: Final = {
    "before": "전 · before",
    "instead": "대신 · instead",
    "answer": "응답 · answer",
    "record": "내역 · record",
}


def faults() -> str:
    """What can be made to go wrong, with parameters (optional ones with ?) and the calls it can hit."""
    return table(
        ("fault", "값 · parameters", "때 · when", "요청 · calls", "하는 일", "what it does"),
        (
            (
                f"`{name}`",
                ", ".join((*(f"`{it}`" for it in row.required), *(f"`{it}`?" for it in row.optional))) or "–",
                _MOMENTS[row.moment],
                _calls(row),
                row.label.ko,
                row.label.en + (" Needs a socket." if row.needs_wire else ""),
            )
            for name, row in FAULTS.items()
        ),
    )


def _calls(row: Kind) -> str:
    by_token = " (Bearer)" if row.tokens_only else ""
    if row.operations is None:
        return "–" + by_token
    names = [it.name for it in OPERATIONS if it.name in row.operations]
    return ", ".join(f"`{name}`" for name in names) + by_token


def options() -> str:
    """The options of `portone-mock serve`, with the variable of each."""
    return table(OPTION_HEAD, option_rows(serve_options()))


def serve_options() -> list[click.Option]:
    """What `portone-mock serve` takes."""
    return [parameter for parameter in serve.params if isinstance(parameter, click.Option)]


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    part.__name__: part
    for part in (
        *(people, ready_made, outcomes, channels, fields, reasons, agencies, faults, options),
        *(lifecycle_diagram, lifecycle_table),
        *(contracts, needs, verify_options, wrong_servers, sdk_vectors),
        *(mutants_run, mutants_shares, mutants_kinds, mutants_modules),
        *(probe_cases, probe_json, probe_mistakes, probe_options, probe_report),
        *(ledger_assumed, ledger_counts, ledger_known),
        *(scenarios, scenario_keys, scenario_members, scenario_policy, scenario_steps, scenario_reasons),
        *(client_errors, decisions, shops),
    )
}


def regenerated(text: str) -> str:
    """A page with its generated parts made anew; KeyError for a part that nobody makes."""
    return _PART.sub(lambda part: f"<!-- generated: {part[1]} -->\n{PARTS[part[1]]()}<!-- end of {part[1]} -->", text)


def parts_in(text: str) -> list[str]:
    """The names of the generated parts of a page."""
    return [part[1] for part in _PART.finditer(text)]


def write(pages: Iterable[Path]) -> list[Path]:
    """Bring the generated parts of these pages up to date; those that changed."""
    changed = []
    for page in pages:
        before = page.read_text(encoding="utf-8")
        after = regenerated(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed
