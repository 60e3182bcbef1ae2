"""Several requests at the same moment of which one may win.

Lives here: sending them together, and what is wrong with their answers. May not: a case.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from ...text import Text
from ..application import Answer
from ..play import Attempt, Play
from ..verdicts import Severity

# A race that is lost one time in three shows in three rounds oftener than not.
ROUNDS: Final = 3


def together(play: Play, attempts: Sequence[Attempt]) -> list[Answer]:
    """What is answered to each, all of them handed in at the same moment."""
    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(play.submit, attempts))


def one_of(play: Play, attempts: Sequence[Attempt]) -> None:
    """Broken unless one of them is accepted, and no other; a crash of the others is a finding, too."""
    answers = together(play, attempts)
    meanings = [one.meaning for one in answers]
    accepted = meanings.count("accepted")
    if accepted > 1:
        play.broken(
            Text(f"{len(answers)}번 가운데 {accepted}번 받아들임", f"{accepted} of {len(answers)} accepted"),
            Text("하나", "one"),
        )
    if accepted == 0:
        # Each may have been told to come back; one who does has to get in.
        play.expect_at_last(play.submit(attempts[0]))
    if crashed := meanings.count("crashed"):
        play.broken(
            Text(f"{len(answers)}번 가운데 {crashed}번 오류(5xx)", f"{crashed} of {len(answers)} crashed (5xx)"),
            Text("하나를 받아들이고 나머지는 거절", "one accepted, the others refused"),
            Severity.ROBUSTNESS,
        )
