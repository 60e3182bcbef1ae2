"""Small changes of a program, one at a time, each of which a good test should notice.

Lives here: finding the changes of a module and making one. May not: running. Sentences are left alone: no law is about
their wording.
"""

import ast
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

Change = Callable[[ast.AST], ast.AST]
_SWAPS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
# A word that a program goes by (a key, a state, a member), not a sentence.
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ANNOTATIONS: Final = ("annotation", "returns")


@dataclass(frozen=True)
class Mutant:
    """One change: the place in the module's tree, and what becomes of it.

    `first` and `last` are the lines of the statement that it is in, of which one may be the only one that Python
    counts as run.
    """

    module: str
    line: int
    what: str
    place: int
    first: int = 0
    last: int = 0
    # The function, class, method or name of the module that the change is in, and the text of its line.
    where: str = ""
    text: str = ""

    @property
    def name(self) -> str:
        """`lifecycle:12 cell: Eq → NotEq`."""
        return f"{self.module}:{self.line} {self.where}: {self.what}"


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Every change of a module."""
    tree = ast.parse(source)
    spans = sorted(map(_span, filter(_is_statement, ast.walk(tree))), key=lambda span: span[1] - span[0], reverse=True)
    names, lines = _names_by_line(tree), source.splitlines()
    found = []
    for place, node in enumerate(_places(tree)):
        line = getattr(node, "lineno", 0)
        first, last = ([span for span in spans if span[0] <= line <= span[1]] or [(line, line)])[-1]
        for number, (what, _) in enumerate(_changes(node)):
            where, text = names.get(line, ""), lines[line - 1].strip()
            found.append(Mutant(module, line, what, place * 10 + number, first, last, where, text))
    return found


def _names_by_line(tree: ast.Module) -> dict[int, str]:
    """Line → the name that it belongs to: `cell`, `Channels.get`, `TABLE`; an inner function is its outer one's."""
    found: dict[int, str] = {}
    for statement in tree.body:
        found |= dict.fromkeys(_lines(statement), _named(statement))
        for inner in statement.body if isinstance(statement, ast.ClassDef) else ():
            if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found |= dict.fromkeys(_lines(inner), f"{_named(statement)}.{inner.name}")
    return found


def _lines(node: ast.stmt) -> range:
    first = min((each.lineno for each in getattr(node, "decorator_list", ())), default=node.lineno)
    return range(first, (node.end_lineno or node.lineno) + 1)


def _named(statement: ast.stmt) -> str:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return statement.name
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return ", ".join(ast.unparse(target) for target in targets if target is not None)


def _is_statement(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt)


def _span(node: ast.AST) -> tuple[int, int]:
    """The lines of a statement; of one that holds others, those of its head."""
    assert isinstance(node, ast.stmt)
    body = getattr(node, "body", None)
    last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
    return node.lineno, last


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """The module with that one change."""
    tree = ast.parse(source)
    place, number = divmod(mutant.place, 10)
    target = list(_places(tree))[place]
    _, change = list(_changes(target))[number]
    changed = _Replacing(target, change).visit(tree)
    assert isinstance(changed, ast.Module)
    ast.fix_missing_locations(changed)
    return changed


class _Replacing(ast.NodeTransformer):
    def __init__(self, target: ast.AST, change: Change) -> None:
        self._target = target
        self._change = change

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._target:
            return ast.copy_location(self._change(deepcopy(node)), node)
        return self.generic_visit(node)


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may be changed, in order; docstrings, annotations and formatted texts are passed over."""
    for name, value in ast.iter_fields(tree):
        if name in _ANNOTATIONS or isinstance(tree, ast.JoinedStr) or _is_about_types(tree, name):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_docstring(tree, child):
                yield child
                yield from _places(child)


def _is_about_types(parent: ast.AST, field: str) -> bool:
    """How a class is made (frozen=True), and what stands in Literal[…]: no behaviour hangs on either."""
    if isinstance(parent, ast.ClassDef) and field == "keywords":
        return True
    return isinstance(parent, ast.Subscript) and isinstance(parent.value, ast.Name) and parent.value.id == "Literal"


def _is_docstring(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and hasattr(parent, "body")


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        yield _swap(type(node.ops[0])), _with_first_operator
    elif isinstance(node, (ast.BoolOp, ast.BinOp)) and type(node.op) in _SWAPS:
        yield _swap(type(node.op)), _with_operator
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not x → x", lambda found: found.operand  # type: ignore[attr-defined]  # it is a UnaryOp
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield "if x → if not x", _negated
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return x → return None", lambda _: ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)


def _constants(value: object) -> Iterator[tuple[str, Change]]:
    if isinstance(value, bool):
        yield f"{value} → {not value}", lambda _: ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", lambda _: ast.Constant(value + 1)
    elif isinstance(value, str) and _WORD.fullmatch(value):
        yield f"{value!r} → {value + '_'!r}", lambda _: ast.Constant(value + "_")


def _swap(kind: type[ast.AST]) -> str:
    return f"{kind.__name__} → {_SWAPS[kind].__name__}"


def _with_first_operator(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Compare)
    node.ops[0] = _SWAPS[type(node.ops[0])]()  # type: ignore[call-overload]  # one of the comparisons
    return node


def _with_operator(node: ast.AST) -> ast.AST:
    assert isinstance(node, (ast.BoolOp, ast.BinOp))
    node.op = _SWAPS[type(node.op)]()  # type: ignore[assignment]  # of the same kind
    return node


def _negated(node: ast.AST) -> ast.AST:
    assert isinstance(node, (ast.If, ast.IfExp))
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
