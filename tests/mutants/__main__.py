"""`python -m tests.mutants`: change mock_server/domain in one place at a time, and see whether a contract notices.

Lives here: the options, the work of two processes at a time, and what is printed. Ends with 1 below the target.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from hypothesis.configuration import set_hypothesis_home_dir

from .mutators import Mutant, mutants_of
from .running import DOMAIN, SECONDS, lines_reached, source_of, start, verdict

TARGET: Final = 0.90
UNREACHED: Final = "not reached"
# What no contract can see, since PortOne has nothing like it: the orders of testers, and the browser's side.
_ORDERS: Final = "what a tester orders; no part of PortOne's API"
_WINDOW: Final = "the browser's side, which no contract over the API reaches"
UNSEEN: Final = {
    **dict.fromkeys(
        ("completion", "fault_match", "fault_order", "faults", "next_order", "order", "tampering", "nearest"), _ORDERS
    ),
    **dict.fromkeys(("browser_request", "browser_results", "browser_rules"), _WINDOW),
    "wording": "the wording of messages, which no law is about",
}


def main() -> int:
    """Judge all mutants, or a seeded sample of them."""
    options = _options().parse_args()
    modules = options.module or sorted(path.stem for path in DOMAIN.glob("*.py") if path.stem != "__init__")
    mutants = [mutant for module in modules for mutant in mutants_of(module, source_of(module))]
    chosen = mutants
    if options.sample and options.sample < len(mutants):
        # A sample that can be drawn again, not a secret.
        chosen = sorted(random.Random(options.seed).sample(mutants, options.sample), key=mutants.index)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        verdicts = _judged(chosen, options.processes)
    _tell(mutants, verdicts, time.monotonic() - began)
    if options.json:
        rows = [{"mutant": mutant.name, "verdict": word} for mutant, word in verdicts.items()]
        options.json.write_text(
            json.dumps({"of": len(mutants), "seed": options.seed, "mutants": rows}, indent=1) + "\n"
        )
    return 0 if _share(verdicts) >= TARGET else 1


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=main.__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="so many of them, drawn by the seed (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", metavar="NAME", help="of these modules only")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every verdict")
    return parser


def _judged(chosen: list[Mutant], processes: int) -> dict[Mutant, str]:
    """Mutant → verdict. One on a line that no contract runs is not tried."""
    reached = lines_reached()
    verdicts = {mutant: "" if _is_reached(mutant, reached) else UNREACHED for mutant in chosen}
    waiting = [mutant for mutant, word in verdicts.items() if not word]
    running: dict[int, Mutant] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            mutant = waiting.pop(0)
            running[start(mutant)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        verdicts[mutant] = verdict(status)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{len(waiting) + len(running)} to go: {mutant.name[:60]} {verdicts[mutant]}")
    return verdicts


def _is_reached(mutant: Mutant, reached: set[tuple[str, int]]) -> bool:
    return any((mutant.module, line) in reached for line in range(mutant.first, mutant.last + 1))


def _share(verdicts: dict[Mutant, str]) -> float:
    caught = sum(word in ("caught", "too slow") for word in verdicts.values())
    return caught / len(verdicts) if verdicts else 1.0


def _tell(mutants: list[Mutant], verdicts: dict[Mutant, str], seconds: float) -> None:
    for mutant, word in verdicts.items():
        if word in ("survived", UNREACHED):
            sys.stdout.write(f"{word:<13}{mutant.name}\n")
    for module, of_module in sorted(_by_module(verdicts).items()):
        counts = ", ".join(f"{number} {word}" for word, number in sorted(of_module.items()))
        why = f" ({UNSEEN[module]})" if module in UNSEEN else ""
        sys.stdout.write(f"{module:<20}{counts}{why}\n")
    counts = ", ".join(f"{number} {word}" for word, number in sorted(Counter(verdicts.values()).items()))
    sys.stdout.write(
        f"{len(verdicts)} of {len(mutants)} mutants in {seconds:.0f} s, at most {SECONDS} s of a processor each: "
        f"{counts}; "
        f"{100 * _share(verdicts):.1f} % caught, the target is {100 * TARGET:.0f} %\n"
    )
    seen = {mutant: word for mutant, word in verdicts.items() if mutant.module not in UNSEEN}
    reached = {mutant: word for mutant, word in seen.items() if word != UNREACHED}
    sys.stdout.write(
        f"without the modules that no contract sees: {100 * _share(seen):.1f} % of {len(seen)}; "
        f"on the lines that the contracts run: {100 * _share(reached):.1f} % of {len(reached)}\n"
    )


def _by_module(verdicts: dict[Mutant, str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for mutant, word in verdicts.items():
        found.setdefault(mutant.module, Counter())[word] += 1
    return found


if __name__ == "__main__":
    raise SystemExit(main())
