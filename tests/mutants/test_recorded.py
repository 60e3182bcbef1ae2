"""What is recorded of the last whole run is whole, and is what the page says."""

from tests.docs import mutants as page
from tests.mutants.reasons import KINDS, read_reasons, reason_of
from tests.mutants.recorded import NOTICED, UNREACHED, read

ROWS = page.mutants_modules().splitlines()[2:]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_record_is_of_all_mutants() -> None:
    """Of the modules as they were; a later change of one asks for no run at once."""
    run = read()
    assert run.judged == run.of
    assert sorted(run.counts) == sorted(run.sources)
    assert len(run.left) == run.number("survived", UNREACHED)


def test_the_table_of_modules_adds_up_to_the_record() -> None:
    run = read()
    numbers = [[int(cell or 0) for cell in cells(row)[1:-1]] for row in ROWS]
    assert [cells(row)[0].strip("` *") for row in ROWS] == list(run.counts)
    assert [sum(of_module) for of_module in numbers] == [sum(one.values()) for one in run.counts.values()]
    assert sum(of_module[0] for of_module in numbers) == run.number(*NOTICED)
    assert sum(of_module[-1] for of_module in numbers) == run.number(UNREACHED)


def test_every_kind_of_a_survivor_is_counted_by_its_reason() -> None:
    reasons, survivors = read_reasons(), read().survivors()
    counted = {cells(row)[0].strip("`"): int(cells(row)[3].replace(",", "")) for row in _kinds()}
    for kind in KINDS:
        assert counted[kind] == sum(
            reason is not None and reason.kind == kind for reason in (reason_of(row, reasons) for row in survivors)
        )
    assert sum(counted.values()) == len(survivors)


def _kinds() -> list[str]:
    return page.mutants_kinds().splitlines()[2:]


def test_the_shares_are_of_the_record() -> None:
    run = read()
    first = cells(page.mutants_shares().splitlines()[2])
    assert (first[1].replace(",", ""), first[2].replace(",", "")) == (str(run.number(*NOTICED)), str(run.of))
    assert first[3] == f"{100 * run.share:.1f} %"
