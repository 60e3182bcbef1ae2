"""What the last whole run of `make mutants` came to, in the documents.

Lives here: rendering. May not: figures; they stand in tests/mutants/recorded.json, the reasons in survivors.yaml.
"""

from collections import Counter
from collections.abc import Iterable

from tests.docs.markdown import table
from tests.mutants.reasons import KINDS, Reason, read_reasons, reason_of
from tests.mutants.recorded import LEFT, NOTICED, SURVIVED, TARGET, UNREACHED, Result, read

_NO_REASON = "–"
# Kinds of whole modules that no contract can see, since PortOne's API has nothing like them.
_OUTSIDE = ("control", "window", "journal", "wording")


def mutants_run() -> str:
    """When, how many and how long; and what became of them in all."""
    run = read()
    whole = run.judged == run.of
    of = (
        (f"{run.of:,}곳 모두", f"all {run.of:,} changes") if whole else (f"{run.judged:,}곳", f"{run.judged:,} changes")
    )
    cells = (
        run.date,
        f"{of[0]} · {of[1]}",
        str(run.seed),
        f"{run.seconds // 60}:{run.seconds % 60:02}",
        *(f"{run.number(word):,}" for word in ("caught", "too slow", "unprepared", "survived", UNREACHED)),
    )
    head = (
        "날짜 · date",
        "바꾼 곳 · changes",
        "시드 · seed",
        "분 · minutes",
        "계약이 깨짐 · a contract is broken",
        "끝나지 않음 · never done",
        "준비가 안 됨 · nothing to prepare with",
        "지나침 · survived",
        "실행되지 않음 · not reached",
    )
    return table(head, [cells])


def mutants_shares() -> str:
    """The share that was noticed, of all and of what a contract can see, beside the target."""
    run, reasons = read(), read_reasons()
    seen = [module for module in run.counts if not _outside(module, reasons)]
    everything = _kinds(run, run.counts, reasons, LEFT)
    explained = sum(everything[kind] for kind in KINDS if kind != "gap")
    rows = (
        ("모든 곳 · of all", *_share(run, run.counts, 0)),
        (
            "동작이 그대로인 곳을 빼고 · without changes that change nothing",
            *_share(run, run.counts, _kinds(run, run.counts, reasons)["equivalent"]),
        ),
        (
            "API에 없는 모듈을 빼고 · without the modules that the API has nothing of",
            *_share(run, seen, 0),
        ),
        ("둘 다 빼고 · without both", *_share(run, seen, _kinds(run, seen, reasons)["equivalent"])),
        ("API로 보일 수 있는 곳만 · of what the API can show at all", *_share(run, run.counts, explained)),
    )
    return table(("", "알아챔 · noticed", "가운데 · of", "비율 · share", "목표 90 % · target"), rows)


def _share(run: Result, modules: Iterable[str], without: int) -> tuple[str, ...]:
    chosen = list(modules)
    of = sum(sum(run.counts[module].values()) for module in chosen) - without
    noticed = run.number(*NOTICED, modules=chosen)
    points = 100 * (noticed / of - TARGET)
    met = (
        f"이룸 · met (+{points:.1f})"
        if points >= 0
        else f"**{-points:.1f} %p 모자람 · missed by {-points:.1f} points**"
    )
    return f"{noticed:,}", f"{of:,}", f"{100 * noticed / of:.1f} %", met


def mutants_modules() -> str:
    """A row for each module: noticed, survived by the kind of reason, not reached."""
    run, reasons = read(), read_reasons()
    kinds = (*KINDS, _NO_REASON)
    rows = []
    for module, counts in run.counts.items():
        found = _kinds(run, [module], reasons)
        noticed, judged = run.number(*NOTICED, modules=[module]), sum(counts.values())
        numbers = (noticed, *(found[kind] for kind in kinds), counts.get(UNREACHED, 0))
        outside = " *" if _outside(module, reasons) else ""
        rows.append(
            (f"`{module}`{outside}", *(str(number or "") for number in numbers), f"{100 * noticed / judged:.0f} %")
        )
    head = ("모듈 · module", "알아챔 · noticed", *kinds, "실행되지 않음 · not reached", "비율 · share")
    return table(head, rows)


def mutants_kinds() -> str:
    """What the kinds mean, and how many are of each."""
    run, reasons = read(), read_reasons()
    found = {verdict: _kinds(run, run.counts, reasons, (verdict,)) for verdict in LEFT}
    texts = {**KINDS, _NO_REASON: ("아직 이유를 적지 않음", "no reason given yet")}
    rows = (
        (f"`{kind}`" if kind in KINDS else kind, ko, en, *(f"{found[verdict][kind]:,}" for verdict in LEFT))
        for kind, (ko, en) in texts.items()
    )
    return table(("이유 · kind", "뜻", "meaning", "지나침 · survived", "실행되지 않음 · not reached"), rows)


def _kinds(
    run: Result, modules: Iterable[str], reasons: Iterable[Reason], verdicts: Iterable[str] = (SURVIVED,)
) -> Counter[str]:
    chosen, known, words = set(modules), list(reasons), set(verdicts)
    found: Counter[str] = Counter()
    for row in run.left:
        if row.module in chosen and row.verdict in words:
            reason = reason_of(row, known)
            found[reason.kind if reason else _NO_REASON] += 1
    return found


def _outside(module: str, reasons: Iterable[Reason]) -> bool:
    return any(it.module == module and it.is_whole and it.kind in _OUTSIDE for it in reasons)
