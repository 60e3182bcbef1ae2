"""Mutants: what is changed, what is left alone, and that each change is one of its own."""

import ast

import pytest

from tests.mutants.mutators import mutants_of, mutated

SOURCE = '''
"""A docstring."""
LIMIT: "Final" = 5
def check(age: int) -> "bool":
    """Another."""
    if age >= LIMIT and not False:
        return say(f"you are {age}") + "A sentence stays."
    return {"state": 1}["state"]
'''


def test_every_kind_of_change_is_made_and_sentences_and_annotations_are_left_alone() -> None:
    assert [mutant.what for mutant in mutants_of("m", SOURCE)] == [
        "5 → 6",
        "if x → if not x",
        "And → Or",
        "GtE → Gt",
        "not x → x",
        "False → True",
        "return x → return None",
        "Add → Sub",
        "return x → return None",
        "'state' → 'state_'",
        "1 → 2",
        "'state' → 'state_'",
    ]


def test_each_mutant_differs_from_the_source_and_from_every_other() -> None:
    texts = [ast.unparse(mutated(SOURCE, mutant)) for mutant in mutants_of("m", SOURCE)]
    assert len({*texts, ast.unparse(ast.parse(SOURCE))}) == len(texts) + 1


@pytest.mark.parametrize("line", [3, 6, 7, 8])
def test_a_mutant_tells_its_line(line: int) -> None:
    assert any(mutant.line == line for mutant in mutants_of("m", SOURCE))
