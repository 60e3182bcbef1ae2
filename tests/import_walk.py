"""Reads Python source and says what it imports and which outside names it uses, without running any of it.

The rules that are laid on this are in test_rooms.py.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Calls that load or name a module by a string, which is their first argument.
DYNAMIC: Final = {
    "__import__",
    "builtins.__import__",
    "importlib.__import__",
    "importlib.import_module",
    "importlib.resources.files",
    "importlib.util.find_spec",
    "pkgutil.resolve_name",
    "runpy.run_module",
}
COMPUTED: Final = "<computed>"


@dataclass(frozen=True)
class Import:
    target: str  # absolute and dotted; of `from a import b`, `a.b`
    line: int
    relative: bool
    at_start: bool  # done when the module is imported; not within a function, not for the type checker only


@dataclass(frozen=True)
class Use:
    name: str  # dotted, with import aliases undone: `datetime.datetime.now`
    line: int


@dataclass(frozen=True)
class Module:
    name: str
    imports: tuple[Import, ...]
    uses: tuple[Use, ...]

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]


def read(source: str, name: str, *, is_package: bool = False) -> Module:
    tree = ast.parse(source)
    package = name if is_package else name.rpartition(".")[0]
    reader = _Reader(package)
    reader.learn_aliases(tree)
    reader.visit(tree)
    return Module(name, tuple(reader.imports), tuple(reader.uses))


def modules_of(package: Path) -> list[Module]:
    """Every module below the folder of a top-level package, read."""
    return [_read_file(path, package.parent) for path in sorted(package.rglob("*.py"))]


def _read_file(path: Path, root: Path) -> Module:
    parts = path.relative_to(root).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return read(path.read_text("utf-8"), ".".join(parts[:-1] if is_package else parts), is_package=is_package)


def _climb(package: str, level: int, rest: str) -> str:
    """What `from ..rest` (level 2) means inside that package."""
    base = package.split(".")[: len(package.split(".")) - level + 1]
    return ".".join([*base, rest] if rest else base)


class _Reader(ast.NodeVisitor):
    def __init__(self, package: str) -> None:
        self.package = package
        self.imports: list[Import] = []
        self.uses: list[Use] = []
        self.aliases: dict[str, str] = {}
        self.at_start = True

    def learn_aliases(self, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    top = name.name.partition(".")[0]
                    self.aliases[name.asname or top] = name.name if name.asname else top
            elif isinstance(node, ast.ImportFrom):
                for name in node.names:
                    self.aliases[name.asname or name.name] = f"{self.origin(node)}.{name.name}"

    def origin(self, node: ast.ImportFrom) -> str:
        return _climb(self.package, node.level, node.module or "") if node.level else node.module or ""

    @contextmanager
    def later(self) -> Iterator[None]:
        before, self.at_start = self.at_start, False
        yield
        self.at_start = before

    def add(self, target: str, line: int, *, relative: bool = False) -> None:
        self.imports.append(Import(target, line, relative, self.at_start))

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            self.add(name.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for name in node.names:
            target = self.origin(node) if name.name == "*" else f"{self.origin(node)}.{name.name}"
            self.add(target, node.lineno, relative=node.level > 0)
            self.uses.append(Use(target, node.lineno))

    def visit_Call(self, node: ast.Call) -> None:
        if self.dotted(node.func) in DYNAMIC:
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            self.add_dynamic(given[0] if given else None, node.lineno)
        self.generic_visit(node)

    def add_dynamic(self, given: ast.expr | None, line: int) -> None:
        text = given.value if isinstance(given, ast.Constant) else None
        if isinstance(given, ast.Name) and given.id in {"__name__", "__package__"}:
            self.add(self.package, line, relative=True)
        elif not isinstance(text, str):
            self.add(COMPUTED, line)
        elif text.startswith("."):
            rest = text.lstrip(".")
            self.add(_climb(self.package, len(text) - len(rest), rest), line, relative=True)
        else:
            self.add(text.partition(":")[0], line)

    def visit_If(self, node: ast.If) -> None:
        if self.dotted(node.test) not in {"typing.TYPE_CHECKING", "TYPE_CHECKING"}:
            self.generic_visit(node)
            return
        with self.later():
            for statement in node.body:
                self.visit(statement)
        for statement in node.orelse:
            self.visit(statement)

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            with self.later():
                super().visit(node)
        else:
            super().visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self.use(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.use(node)
        if self.dotted(node) is None:
            self.generic_visit(node)

    def use(self, node: ast.expr) -> None:
        name = self.dotted(node)
        if name is not None:
            self.uses.append(Use(name, node.lineno))

    def dotted(self, node: ast.expr) -> str | None:
        """`dt.now` after `from datetime import datetime as dt` is `datetime.datetime.now`; None for a call's result."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            owner = self.dotted(node.value)
            return f"{owner}.{node.attr}" if owner else None
        return None
