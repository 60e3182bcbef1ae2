"""The programs that embed the mock do what they are timed for. May not: judge their times."""

from .embedded.__main__ import PROGRAMS
from .embedding import measure_plugin


def test_every_program_times_as_often_as_it_is_told() -> None:
    times = {name: program(2) for name, program in PROGRAMS.items()}
    assert {name: len(seconds) for name, seconds in times.items()} == {"start": 3, "over_http": 2, "in_process": 2}
    assert min(map(min, times.values())) > 0


def test_pytest_is_run_with_the_plugin_and_without() -> None:
    said: list[str] = []
    section = measure_plugin(1, said.append)
    assert [row[0].partition(" ")[0] for row in section.rows] == ["without", "with", "with"]
    assert set(section.figures) == {"plugin_ms"}
    assert said == ["plugin: 1 runs of pytest each way"]
