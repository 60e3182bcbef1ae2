"""`python -m tests.mutants`: change mock_server/domain in one place at a time, and see whether a contract notices.

Lives here: the options, the work of two processes at a time, and what is printed. Ends with 1 below the target.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

from .mutators import Mutant, mutants_of
from .reasons import Reason, read_reasons, reason_of, stale
from .recorded import FILE, LEFT, NOTICED, SURVIVED, TARGET, UNREACHED, Result, Row, digest, read, result_of, write
from .running import DOMAIN, SECONDS, lines_reached, source_of, start, verdict


def main() -> int:
    """Judge all mutants, or a seeded sample of them."""
    options = _options().parse_args()
    modules = options.module or modules_of_the_domain()
    mutants = [mutant for module in modules for mutant in mutants_of(module, source_of(module))]
    chosen = mutants
    if options.sample and options.sample < len(mutants):
        # A sample that can be drawn again, not a secret.
        chosen = sorted(random.Random(options.seed).sample(mutants, options.sample), key=mutants.index)
    if options.record and (set(modules) != set(modules_of_the_domain()) or len(chosen) < len(mutants)):
        sys.exit("--record keeps what a run of all mutants comes to; leave out --sample, and name every module or none")
    sources = {module: digest(source_of(module)) for module in modules}
    before = read(options.since) if options.since else None
    known = settled_before(chosen, before, sources, read_reasons()) if before else {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        came = _judged([mutant for mutant in chosen if mutant not in known], options.processes)
    verdicts = {mutant: known.get(mutant) or came[mutant] for mutant in chosen}
    seconds = time.monotonic() - began + (before.seconds if before else 0)
    rows = [Row(it.module, it.where, it.what, it.text, word) for it, word in verdicts.items()]
    today = datetime.now(UTC).date().isoformat()
    result = result_of(
        rows, date=today, seed=options.seed, of=len(mutants), seconds=seconds, sources=dict(sorted(sources.items()))
    )
    _tell(verdicts, result, modules)
    for path in filter(None, (options.json, FILE if options.record else None)):
        write(result, path)
    return 0 if result.share >= TARGET else 1


def settled_before(
    chosen: Iterable[Mutant], before: Result, sources: Mapping[str, str], reasons: Iterable[Reason]
) -> dict[Mutant, str]:
    """What an earlier run said of modules that are the same still, where contracts that were added change nothing.

    What was noticed is noticed by more contracts, too. What a reason explains stays as it was, unless that is a gap. A
    result names those that were left, and only counts the others. Where some of several alike were left and are not
    explained, all of them are judged again.
    """
    found: dict[Mutant, str] = {}
    for module, counts in before.counts.items():
        if before.sources.get(module) != sources.get(module):
            continue
        left = {(row.where, row.what, row.text): row.verdict for row in before.left if row.module == module}
        words = [word for word in NOTICED for _ in range(counts.get(word, 0))]
        for mutant in (each for each in chosen if each.module == module):
            word = left.get((mutant.where, mutant.what, mutant.text))
            reason = reason_of(mutant, reasons)
            if word is None:
                found[mutant] = words.pop(0)
            elif reason is not None and reason.kind != "gap":
                found[mutant] = word
    return found


def modules_of_the_domain() -> list[str]:
    """Every module that is changed."""
    return sorted(path.stem for path in DOMAIN.glob("*.py") if path.stem != "__init__")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=main.__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="so many of them, drawn by the seed (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", metavar="NAME", help="of these modules only")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep what came of it")
    parser.add_argument(
        "--since", type=Path, metavar="FILE", help="leave out what an earlier run noticed, or a reason explains"
    )
    parser.add_argument("--record", action="store_true", help=f"keep it in {FILE.name}, which the documents print")
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
        if verdicts[mutant] in LEFT:
            sys.stdout.write(f"{verdicts[mutant]:<13}{mutant.name}\n")
            sys.stdout.flush()
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{len(waiting) + len(running)} to go: {mutant.name[:60]} {verdicts[mutant]}")
    return verdicts


def _is_reached(mutant: Mutant, reached: set[tuple[str, int]]) -> bool:
    return any((mutant.module, line) in reached for line in range(mutant.first, mutant.last + 1))


def _tell(verdicts: Mapping[Mutant, str], result: Result, modules: list[str]) -> None:
    reasons = read_reasons()
    for mutant, word in verdicts.items():
        if word == UNREACHED:
            sys.stdout.write(f"{word:<13}{mutant.name}\n")
        if word == SURVIVED and reason_of(mutant, reasons) is None:
            sys.stdout.write(f"no reason    {mutant.name}\n")
    for module, counts in result.counts.items():
        sys.stdout.write(f"{module:<20}{', '.join(f'{number} {word}' for word, number in counts.items())}\n")
    whole = result.judged == result.of
    for reason in stale([it for it in reasons if it.module in modules], result.left) if whole else ():
        sys.stdout.write(f"nothing that was left has this reason any more: {reason.told()}\n")
    without = sum(reason_of(row, reasons) is None for row in result.survivors())
    words = ", ".join(f"{result.number(word)} {word}" for word in (*NOTICED, *LEFT))
    sys.stdout.write(
        f"{result.judged} of {result.of} mutants in {result.seconds} s, "
        f"at most {SECONDS} s of a processor each: {words}; "
        f"{100 * result.share:.1f} % noticed, the target is {100 * TARGET:.0f} %; "
        f"{without} survivors without a reason in survivors.yaml\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
