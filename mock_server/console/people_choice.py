"""The people of a sandbox as the values of a form.

Lives here: people_choices. May not: the section of people (people.py).
"""

from typing import Final

from .section import Visit
from .widgets import Choice, cut

MOST_LISTED: Final = 200


def people_choices(visit: Visit, chosen: str | None = None) -> list[Choice]:
    """The first people by key and label, and always the one that is chosen (`adult~42` is of no list)."""
    listed = [(each.key, f"{cut(visit.say(each.label), 60)} ({each.key})") for each in visit.sandbox.people][
        :MOST_LISTED
    ]
    if chosen and chosen not in dict(listed):
        person = visit.sandbox.people.get(chosen)
        said = f"{cut(visit.say(person.label), 60)} ({chosen})" if person else chosen
        listed.insert(0, (chosen, said))
    return listed
