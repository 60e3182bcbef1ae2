"""Schemathesis, with all its checks, finds nothing at the tester's paths that their document rules out.

Lives here: the two runs, with an admin token and without one, and what is asked of them. May not: running itself.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import pytest

from mock_server import Settings
from portone_mock import MockPortOne
from tests.control import tour
from tests.schemathesis.running import PHASES, Report, Run
from tests.yardstick import operations

# Examples of the fuzzing phase for each operation.
RUNS: Final = {"tester": 12, "stranger": 5}
TOKEN: Final = "token-of-the-tester"
LAW: Final = tour.document()
OPERATIONS: Final = {f"{method.upper()} {path}": operation for (method, path), operation in operations(LAW).items()}
# What no schema can say, so that what it allows may be refused with 400 all the same.
_REFUSES: Final = {"positive_data_acceptance": ["2xx", "3xx", "400", "401", "403", "404", "409", "429", "503"]}
# A thousand orders are taken, and then there is no room for more: 503 as documented, which is no breakdown.
_FULL: Final = {"not_a_server_error": ["2xx", "3xx", "4xx", "503"]}
MAY_REFUSE: Final = {
    "createSandbox": "a scenario has keys of its own and names what ships",
    "putScenarioText": "a text need not be YAML, and a scenario has keys of its own",
    "checkScenarioText": "a name is printable, which a schema can say of ASCII only",
    "putState": "a document's members have to fit each other",
    "putVerification": "members may contradict each other, and name people, channels and times that exist",
    "completeVerification": "as putVerification",
    "postNext": "it names people and channels that exist",
    "postPerson": "it names somebody who exists",
    "putPerson": "dates exist or are promises that can be kept, and texts are not empty",
    "putClock": "times exist and stay within the years 1900 to 2099",
    "advanceClock": "time stays within the year 2099",
    "postFault": "each kind has parameters of its own, and operations that it can hit",
    "listRequests": "times exist, and timeout comes with count",
    "listMessages": "timeout comes with count",
}
Reports = Callable[[str], Report]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    """`reports("tester")` -> what a run did. Both begin together."""
    with MockPortOne(Settings(port=0, seed=1, admin_token=TOKEN)) as mock:
        runs = {
            name: Run(
                tmp_path_factory.mktemp(name),
                str(tour.CONTROL),
                mock.base_url,
                examples=examples,
                hooks="tests.schemathesis.control_calls",
                headers={"Mock-Admin-Token": TOKEN} if name == "tester" else {},
                expected={**dict.fromkeys(MAY_REFUSE, _REFUSES), "postNext": {**_REFUSES, **_FULL}},
            )
            for name, examples in RUNS.items()
        }
        yield cache(lambda name: runs[name].report())
        for run in runs.values():
            run.stop()


@pytest.mark.parametrize("run", RUNS)
def test_no_check_fails(reports: Reports, run: str) -> None:
    report = reports(run)
    assert report.exit_status == 0, report.output
    assert "excluded" not in report.output


@pytest.mark.parametrize("run", RUNS)
def test_every_operation_had_its_cases(reports: Reports, run: str) -> None:
    report = reports(run)
    for label in OPERATIONS:
        assert report.of(label, phase="coverage") > 0, label
    assert {phase for _, phase, _ in report.cases} == set(PHASES)


def test_the_tester_gets_answers_and_not_refusals_alone(reports: Reports) -> None:
    """A document, an attempt under way and a fault's id come about by luck only; the tour makes these calls."""
    report, by_luck = (
        reports("tester"),
        {"putState", "completeVerification", "deleteFault", "getRequest", "deleteSandbox"},
    )
    for label, operation in OPERATIONS.items():
        good = next(status for status in operation["responses"] if status.startswith("2"))
        assert report.of(label, status=int(good)) >= 1 or operation["operationId"] in by_luck, label


def test_a_stranger_gets_no_further_than_401_but_where_it_is_open(reports: Reports) -> None:
    report = reports("stranger")
    for label, operation in OPERATIONS.items():
        if operation.get("security") != []:
            assert {status for each, _, status in report.cases if each == label} <= {401, 404, 405}, label
            assert report.of(label, status=401) > 0, label


def test_each_operation_that_may_refuse_is_there_and_says_why() -> None:
    assert MAY_REFUSE.keys() <= {operation["operationId"] for operation in OPERATIONS.values()}
    assert all(MAY_REFUSE.values())
