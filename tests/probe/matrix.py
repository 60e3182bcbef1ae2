"""Every wrong application against every case, as `python -m tests.probe matrix` prints and records it.

Lives here: playing one application whole, all of them side by side. May not: an application, what should come of it.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager

from contracts.probe.verdicts import Result
from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.probe.catalogue import BY_THE_CLOCK, EXPRESS, MEANT, PROMISES, RETURNING, SLOW, meant
from tests.probe.express import in_express
from tests.probe.probing import START, probed
from tests.probe.wrong_application import Shop, serving


def serving_wrong(bug: str, box: SandboxHandle) -> AbstractContextManager[str]:
    """The address of an application with that mistake."""
    if bug.startswith(EXPRESS):
        return in_express(box, bug.removeprefix(EXPRESS), returning=bug in RETURNING)
    shop = Shop(box.base_url, box.api_secret)
    shop.bug, shop.returning = bug, bug in RETURNING
    return serving(shop)


def played(bug: str, box: SandboxHandle, only: str = "") -> list[Result]:
    """All cases, or those of `only`, against the application with that mistake."""
    with serving_wrong(bug, box) as url:
        return probed(
            box,
            url,
            start=START if meant(bug) == "REPLAY-04" else None,
            policy="login-again" if bug in RETURNING else "sign-up",
            promises=PROMISES,
            only=only,
            slow=bug in SLOW,
        )


def found(results: list[Result]) -> dict[str, str]:
    """The findings, each with its severity."""
    return {
        one.case.number: one.severity.word
        for one in results
        if one.is_finding and one.severity and one.case.number not in BY_THE_CLOCK
    }


def row(bug: str) -> tuple[dict[str, str], list[str]]:
    """What is found in an application with that mistake, and what stays undecided."""
    with MockPortOne() as portone:
        results = played(bug, portone.sandbox())
    return found(results), [one.case.number for one in results if one.word == "undecided"]


def whole_matrix(bugs: list[str] | None = None) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Each mistake with what comes of it, as it comes; two at a time."""
    wanted = bugs or list(MEANT)
    with ProcessPoolExecutor(2) as pool:
        for bug, (findings, undecided) in zip(wanted, pool.map(row, wanted), strict=True):
            yield bug, findings, undecided
