"""`python -m tests.probe COMMAND`: what proves the probe and is too long for every day.

Lives here: the commands. May not: an application, a case.
"""

import argparse
import json
import sys
from collections import Counter

from tests.probe import starting_page
from tests.probe import steady as steadiness
from tests.probe.catalogue import MEANT, RECORD, meant, recorded, unrelated
from tests.probe.matrix import whole_matrix


def matrix(arguments: argparse.Namespace) -> int:
    """A line for each wrong application; 1 where one is caught otherwise than recorded, or by what it should not."""
    kept, wrong = recorded() if RECORD.exists() else {}, 0
    bugs = [bug for bug in MEANT if arguments.bug in bug]
    for bug, findings, undecided in whole_matrix(bugs):
        shown = ", ".join(f"{case} ({severity})" for case, severity in findings.items()) or "nothing"
        sys.stdout.write(f"{bug:<52}{shown}\n")
        told = _complaints(bug, findings, None if arguments.write else kept.get(bug))
        wrong += bool(told)
        for line in (*told, *([f"undecided: {', '.join(undecided)}"] if undecided else ())):
            sys.stdout.write(f"{'':<8}{line}\n")
        sys.stdout.flush()
        kept[bug] = findings
    sys.stdout.write(f"{len(bugs)} wrong applications, {wrong} of them not as they should be\n")
    if arguments.write:
        ordered = {bug: kept[bug] for bug in MEANT if bug in kept}
        RECORD.write_text(json.dumps(ordered, indent=1, sort_keys=False) + "\n", "utf-8")
    return 1 if wrong else 0


def _complaints(bug: str, findings: dict[str, str], kept: dict[str, str] | None) -> list[str]:
    told = [] if meant(bug) in findings else [f"not caught by {meant(bug)}, which is meant for it"]
    if astray := unrelated(bug, findings):
        told.append(f"at security level by what has nothing to do with it: {', '.join(astray)}")
    if kept is not None and kept != findings:
        less, more = sorted(kept.items() - findings.items()), sorted(findings.items() - kept.items())
        told.append(f"the record is wrong: not found {less or '–'}; found as well {more or '–'}")
    return told


def steady(_: argparse.Namespace) -> int:
    """Ten runs under load; 1 where one of them says otherwise than the first."""
    first: dict[str, dict[str, str]] = {}
    wrong = 0
    for name, number, seconds, verdicts in steadiness.runs():
        said = first.setdefault(name, verdicts)
        other = {case: (said[case], word) for case, word in verdicts.items() if said[case] != word}
        wrong += bool(other)
        words = ", ".join(f"{count} {word}" for word, count in sorted(Counter(verdicts.values()).items()))
        told = f"; otherwise: {other}" if other else ""
        sys.stdout.write(f"{name}, run {number + 1}: {seconds:.1f} s, {words}{told}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{steadiness.BURNERS} processes of load; {wrong} runs said otherwise than the first\n")
    return 1 if wrong else 0


def report(_: argparse.Namespace) -> int:
    """The example report of the documents, made anew."""
    starting_page.write()
    sys.stdout.write(f"{starting_page.PAGE.name}, {starting_page.KEPT.name}; now python -m tests.docs\n")
    return 0


def main() -> int:
    """The exit status of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.probe")
    commands = parser.add_subparsers(required=True)
    whole = commands.add_parser("matrix", help="every wrong application against every case")
    whole.add_argument("--write", action="store_true", help="record what comes of it")
    whole.add_argument("--bug", default="", help="only those whose name has this in it")
    whole.set_defaults(does=matrix)
    commands.add_parser("steady", help="ten runs under load say the same").set_defaults(does=steady)
    commands.add_parser("report", help="the example report of the documents").set_defaults(does=report)
    arguments = parser.parse_args()
    return int(arguments.does(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
