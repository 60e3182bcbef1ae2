"""The command: `python -m tests.benchmarks [--quick] [--only PART …] [--write FILE]`.

Lives here: options, the order of the parts, printing (progress on stderr, the tables on stdout). May not: measure.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .embedding import measure_embedding, measure_plugin
from .exchange import AnswerError
from .footprint import JUDGED_FROM, measure_crowd, measure_footprint, measure_growth
from .generators import choose
from .machine import Bystanders, cores, describe
from .operations import measure_operations
from .probe import measure_probe
from .processes import ServerError
from .report import Section, judge, render, write
from .sandboxes import measure_sandboxes
from .startup import measure_startup
from .subjects import MOCK, Model, model
from .throughput import measure_throughput
from .window import measure_window


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    rounds: int
    seconds: float
    starts: int
    cycles: int
    requests: int
    sandboxes: int
    fillings: int


FULL: Final = Extent(rounds=15, seconds=1, starts=9, cycles=3000, requests=JUDGED_FROM, sandboxes=10_000, fillings=3)
QUICK: Final = Extent(rounds=3, seconds=1, starts=3, cycles=300, requests=20_000, sandboxes=2_000, fillings=1)

Part = Callable[[argparse.Namespace, Extent, Model], Section]
PARTS: Final[Mapping[str, Part]] = {
    "speed": lambda given, extent, like: measure_throughput(
        given.server, like, choose(given.load)[1], extent.rounds, extent.seconds, note
    ),
    "start": lambda given, extent, like: measure_startup(given.server, like, extent.starts, note),
    "sandboxes": lambda given, extent, like: measure_sandboxes(given.server, extent.cycles, note),
    "operations": lambda given, extent, like: measure_operations(given.server, extent.cycles, note),
    "window": lambda given, extent, like: measure_window(given.server, extent.cycles, note),
    "growth": lambda given, extent, like: measure_growth(given.server, extent.requests, note),
    "footprint": lambda given, extent, like: measure_footprint(given.server, extent.sandboxes, extent.fillings, note),
    "crowd": lambda given, extent, like: measure_crowd(given.server, extent.sandboxes, note),
    "embedding": lambda given, extent, like: measure_embedding(extent.starts, extent.cycles, note),
    "plugin": lambda given, extent, like: measure_plugin(extent.starts, note),
    "probe": lambda given, extent, like: measure_probe(extent.fillings, note),
}


def note(progress: str) -> None:
    """One line of progress."""
    print(progress, file=sys.stderr, flush=True)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for; what makes no sense together ends with status 2."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure the mock from outside.")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it works; its figures are rough")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--load", choices=("auto", "wrk", "bundled"), default="auto", help="auto: wrk where installed")
    parser.add_argument("--server", type=shlex.split, default=MOCK, metavar="COMMAND", help="another way to start it")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the figures between FILE's markers too")
    given = parser.parse_args(arguments)
    if given.write and (given.quick or list(given.only) != list(PARTS)):
        parser.error("--write takes a whole run: leave --quick and --only out")
    return given


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write where asked to; 2 and one line where something cannot be measured."""
    given = options(arguments)
    bystanders = Bystanders()
    try:
        like = model(given.server)
        extent = QUICK if given.quick else FULL
        sections = [PARTS[name](given, extent, like) for name in PARTS if name in given.only]
        figures = {key: value for section in sections for key, value in section.figures.items()}
        report = render([*([judge(figures)] if figures else []), *sections], heading(given, like, bystanders))
        print(report, end="")
        if given.write:
            write(given.write, report)
    except (AnswerError, ServerError, OSError, ValueError) as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    return 0


def heading(given: argparse.Namespace, like: Model, bystanders: Bystanders) -> str:
    """What, when, on what and by what."""
    return ". ".join(_heading(given, like, bystanders))


def _heading(given: argparse.Namespace, like: Model, bystanders: Bystanders) -> Iterator[str]:
    yield f"{describe()}; portone-mock {like.version}"
    pinning = "server and load on a core each" if cores().server is not None else "server and load not kept apart"
    yield f"Load: {choose(given.load)[0]}, {pinning}"
    yield f"Other processes used {max(0, bystanders.share()):.0%} of the machine meanwhile"
    if given.quick:
        yield "A quick run: its figures are rough"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
