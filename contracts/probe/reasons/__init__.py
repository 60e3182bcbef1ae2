"""Why each case matters, what that rests on, how it is put right, where its family's text does not fit.

Lives here: all of them by number, and those that the Youth Protection Act has otherwise. May not: a text itself.
"""

from typing import Final

from . import ages, answers, identity, ids, transport
from .own import Own, OwnTexts

OWN: Final[OwnTexts] = {**ids.OWN, **ages.OWN, **identity.OWN, **answers.OWN, **transport.OWN}
# In place of the above where an application promises the rule of that Act.
BY_YOUTH_ACT: Final[OwnTexts] = ages.BY_YOUTH_ACT

__all__ = ["BY_YOUTH_ACT", "OWN", "Own"]
