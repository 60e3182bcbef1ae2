"""The bar over every page while something is active, and switching all of it off.

Lives here: the bar's form and its page. May not: what is active (effects.py), its words (effects_bar.py).
"""

from typing import Final

from ..control.effects import delete_effects
from ..effects import effects_of
from ..effects_bar import ACTIVE, SWITCH_OFF, SWITCHED_OFF, told
from .html import Html, html
from .section import Moved, Visit

OFF: Final = "off"


def bar(visit: Visit, key: str | None) -> Html | None:
    """What is active, with the button; None where nothing is. `key` is the section to come back to."""
    effects = effects_of(visit.sandbox)
    if not effects.is_active:
        return None
    parts = told(effects, "ko" if visit.language == "ko" else "en")
    return html(
        '<section class="effects" aria-label="{title}" data-testid="effects"><p><strong>{title}:</strong> {parts}</p>'
        '<form method="post" action="{action}"><button>{off}</button></form></section>\n',
        title=visit.say(ACTIVE),
        parts=[html("{}<bdi>{}</bdi>", " · " if at else None, part) for at, part in enumerate(parts)],
        action=visit.link("faults", OFF, at=key),
        off=visit.say(SWITCH_OFF),
    )


async def switch_off(visit: Visit) -> Moved:
    """Switch all of it off, and back to the section it was asked in."""
    await visit.act(delete_effects)
    key = visit.query.get("at", "")
    return visit.to(key if key.isalpha() else "faults", done=OFF)


def notice(visit: Visit) -> str | None:
    """What is said after it."""
    return visit.say(SWITCHED_OFF) if visit.query.get("done") == OFF else None
