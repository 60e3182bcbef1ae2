"""The generated parts of docs/scenarios.md, made from the table that the reader of scenarios runs on.

Lives here: rendering. May not: a key, a kind or a sentence of its own.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from mock_server.scenario import json_schema, load_scenario, shipped
from mock_server.scenario.expectations import DECISIONS, POLICY, REASONS, STEP
from mock_server.scenario.keys import KEYS
from mock_server.scenario.kinds import Choice, Items, Keyed, Kind, Members, Named, OrNull
from tests.docs.markdown import table
from tests.docs.pages import ROOT

SCHEMA_FILE = ROOT / "fixtures" / "scenarios" / "scenario.schema.json"
_MERGING = {
    "replace": "바꿈 · replaced",
    "members": "항목별 · by member",
    "entries": "하나씩 · by entry",
    "entries' members": "하나씩, 항목별 · by entry and member",
    "join": "이어 붙임 · joined",
}


def scenario_keys() -> str:
    """Every key, what it is for, and how a later scenario's goes over an earlier one's."""
    return table(
        ("키 · key", "뜻", "meaning", "합칠 때 · merging"),
        (
            (f"`{name}`", row.label.ko, row.label.en, "–" if name == "extends" else _MERGING[row.merging])
            for name, row in KEYS.items()
        ),
    )


def scenario_members() -> str:
    """The members below each key that has some."""
    return "\n".join(
        f"**`{name}`**\n\n{members_table(members)}"
        for name, row in KEYS.items()
        if name not in ("description", "expect") and (members := members_of(row.kind)) is not None
    )


def scenario_policy() -> str:
    return members_table(POLICY)


def scenario_steps() -> str:
    return members_table(STEP)


def scenario_reasons() -> str:
    """The decisions and, for a refusal, the reasons."""
    rows = ((f"`{name}`", text.ko, text.en) for name, text in REASONS.items())
    return f"`{'`, `'.join(DECISIONS)}`\n\n" + table(("reason", "뜻", "meaning"), rows)


def scenarios() -> str:
    """The scenarios that ship."""
    described = ((name, load_scenario(name).description) for name in shipped())
    return table(
        ("시나리오 · scenario", "왜 필요한지", "why"),
        ((f"`{name}`", text.ko, text.en) for name, text in described if text is not None),
    )


def members_of(kind: Kind) -> Members | None:
    """The members that a value of this kind has, at whatever depth of lists."""
    if isinstance(kind, Keyed):
        return kind.entry
    if isinstance(kind, Items | Named | OrNull):
        return members_of(kind.inner)
    return kind if isinstance(kind, Members) else None


def members_table(members: Members) -> str:
    return table(("항목 · member", "값 · value", "뜻", "meaning"), _rows(members, ""))


def _rows(members: Members, prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for name, each in members.members.items():
        mark = "" if name not in members.required else " *"
        yield f"`{prefix}{name}`{mark}", value_of(each.kind), each.label.ko, each.label.en
        inner = members_of(each.kind)
        if inner is not None and tuple(inner.members) != ("ko", "en"):
            yield from _rows(inner, f"{prefix}{name}.")


def value_of(kind: Kind) -> str:
    """What may be written: the names of a choice, else the kind in both languages; nothing where members follow."""
    if isinstance(kind, Choice):
        return ", ".join(f"`{name}`" for name in kind.names)
    if members_of(kind) is not None:
        return ""
    return " · ".join(dict.fromkeys((kind.expected.ko, kind.expected.en)))


def schema_text() -> str:
    """The schema file that stands beside the scenarios that ship."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def write() -> list[Path]:
    """Bring the schema file up to date; the files that changed."""
    if SCHEMA_FILE.is_file() and SCHEMA_FILE.read_text("utf-8") == schema_text():
        return []
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
    return [SCHEMA_FILE]
