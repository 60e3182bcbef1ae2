"""YAML (and so JSON) that somebody else has written, read so that nothing of it is lost or taken twice.

Lives here: the two loaders, and reading with them. May not: what the values mean. Beyond YAML's own rules a text is
refused that no process, header or address could hold, and one so deep that reading it would not end well.
"""

from typing import Any, Final

import yaml

DEEPEST: Final = 100
_HALF: Final = range(0xD800, 0xE000)


def is_whole(text: str) -> bool:
    """Whether a text is free of NUL and of halves of characters."""
    return not any(one == "\0" or ord(one) in _HALF for one in text)


class _Strict(yaml.composer.Composer):
    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self._depth > DEEPEST:
            raise _refused(f"nested more than {DEEPEST} deep", parent)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode) and not is_whole(node.value):
            raise _refused(f"{node.value!a} has NUL or half a character in it", node)
        return node

    def compose_mapping_node(self, anchor: dict[Any, yaml.Node]) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise _refused(f"{key.value} is there twice", key)
            seen.add(str(key.value))
        return node


def _refused(problem: str, node: yaml.Node | None) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=None if node is None else node.start_mark)


class _Typed(_Strict, yaml.SafeLoader):
    """Numbers, truths and texts."""


class _Plain(_Strict, yaml.BaseLoader):
    """Every plain value as the text that was typed, so that an id of digits keeps its zeros."""


def composed(text: str) -> yaml.Node | None:
    """Its nodes, each with its place; yaml.YAMLError where there is something wrong with it, as below."""
    return yaml.compose(text, Loader=_Plain)


def plain(text: str) -> Any:
    """Texts, lists and mappings."""
    return yaml.load(text, Loader=_Plain)  # noqa: S506 - it makes no more than that


def typed(text: str) -> Any:
    """Values as YAML has them."""
    try:
        return yaml.load(text, Loader=_Typed)  # noqa: S506 - a SafeLoader
    except ValueError as error:
        # The 31st of June, or a number of thousands of digits.
        raise yaml.YAMLError(str(error)) from None


def shown(error: yaml.YAMLError) -> str:
    """What is wrong, in one line, with line and column where they are known."""
    mark = getattr(error, "problem_mark", None)
    return f"{mark.line + 1}:{mark.column + 1}: {error.problem}" if mark else " ".join(str(error).split())  # type: ignore[attr-defined]
