"""The bar that tells what is active in a sandbox, for the window and the console: its words and its HTML.

Lives here: both. May not: what counts as active (effects.py), style, who may switch things off (guard.py).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final, Literal

from .clock import ClockSetting
from .domain.text import Text
from .domain.timestamps import SEOUL
from .domain.wording import shortened
from .effects import Effects

Language = Literal["ko", "en"]
# Names that one line holds.
_MOST_NAMED: Final = 3
SWITCH_OFF: Final = Text("모두 끄기", "Switch all off")
SWITCHED_OFF: Final = Text("모두 껐습니다.", "All is switched off.")
ACTIVE: Final = Text("켜져 있습니다", "Active")


def told(effects: Effects, lang: Language) -> list[str]:
    """What is active, a short text for each kind."""
    parts = []
    if effects.faults:
        named, number = _named(fault.fault for fault in effects.faults), len(effects.faults)
        parts.append(f"장애 {number}개({named})" if lang == "ko" else f"faults: {number} ({named})")
    if effects.clock is not None:
        parts.append(_clock(effects.clock, lang))
    if effects.next:
        named, number = _named(entry.outcome for entry in effects.next), sum(entry.times for entry in effects.next)
        parts.append(f"다음 인증 {number}번({named})" if lang == "ko" else f"next verifications: {number} ({named})")
    return parts


def bar(effects: Effects, lang: Language, button: str = "") -> str:
    """The bar's HTML, or nothing where nothing is active; `button` is HTML of whoever lets it be switched off."""
    if not effects.is_active:
        return ""
    parts = " · ".join(f"<bdi>{escape(part)}</bdi>" for part in told(effects, lang))
    title, off = escape(getattr(ACTIVE, lang)), escape(getattr(SWITCHED_OFF, lang))
    return (
        f'<section class="effects" aria-label="{title}" data-testid="effects" data-off="{off}">'
        f'<p tabindex="-1"><strong>{title}:</strong> {parts}</p>{button}</section>'
    )


def _named(names: Iterable[str]) -> str:
    different = list(dict.fromkeys(names))
    return ", ".join(map(shortened, different[:_MOST_NAMED])) + (" …" if len(different) > _MOST_NAMED else "")


def _clock(clock: ClockSetting, lang: Language) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=clock.now())
    text = f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}"
    if clock.frozen_at is not None:
        return f"시계가 {text}에 멈춰 있음" if lang == "ko" else f"clock held at {text}"
    return f"시계를 옮김(지금 {text})" if lang == "ko" else f"clock moved (now {text})"
