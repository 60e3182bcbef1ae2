"""probe.yaml: every option of a probe in a file.

Lives here: reading it, with the place of what is wrong. May not: writing one (config_text.py), acting on it.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import click
import yaml

from ..strict_yaml import composed, shown
from ..text import Text

# Key → the parameter of the command line that it stands for.
KEYS: Final[Mapping[str, str]] = {
    "appUrl": "app_url",
    "endpoint": "endpoint",
    "start": "start",
    "startMember": "start_member",
    "headers": "headers",
    "accepted": "accepted",
    "later": "later",
    "policy": "policy",
    "promises": "promise",
    "run": "run",
    "env": "env",
    "mock": "mock",
    "apiSecret": "api_secret",
    "adminToken": "admin_token",
    "mockPort": "mock_port",
    "fakeTime": "fake_time",
    "only": "only",
    "slow": "slow",
    "failOn": "fail_on",
    "timeout": "timeout",
    "allowRemote": "allow_remote",
    "junit": "junit",
    "html": "html",
    "json": "json",
    "lang": "lang",
}
# What stands between name and value on the command line.
_MAPPED: Final[Mapping[str, str]] = {"headers": ": ", "env": "=", "promises": "="}
_NOTHING: Final = ("", "~", "null", "Null", "NULL")  # as YAML has it
_TRUE: Final = {"true": True, "false": False}


class BadConfig(Exception):  # noqa: N818 - a message for the user
    """What is wrong with the file, with its line and column."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Config:
    """What a file holds: values by the parameter's name, as the command line would have them."""

    path: Path
    values: Mapping[str, Any]


def read_config(path: Path, parameters: Sequence[click.Parameter], ctx: click.Context) -> Config:
    """The options in a YAML (or JSON) file; BadConfig says what is wrong and where."""
    try:
        root = composed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfig(_cannot(path, error.strerror or "")) from None
    except UnicodeDecodeError:
        raise BadConfig(_cannot(path, "UTF-8")) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = error.problem if isinstance(error, yaml.MarkedYAMLError) and mark else shown(error)
        _wrong(path, mark, f"YAML이 아닙니다: {problem}", f"this is no YAML: {problem}")
    by_name = {one.name: one for one in parameters}
    values: dict[str, Any] = {}
    for key, node in _members(path, root):
        parameter = by_name[KEYS[key]]
        value = _value(path, key, node, parameter)
        try:
            parameter.type_cast_value(ctx, value)
        except click.BadParameter as error:
            _wrong(path, node.start_mark, f"{key}: {error.message}", f"{key}: {error.message}")
        values[KEYS[key]] = value
    return Config(path, values)


def _members(path: Path, root: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        _wrong(
            path, root.start_mark, "옵션 이름과 값이어야 합니다", "options by name are wanted, such as policy: sign-up"
        )
    found: dict[str, yaml.Node] = {}
    for name, node in root.value:
        key = _text(path, "a name", name)
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1) or _by_option(key)
            ko, en = (f". {near[0]}?", f"; did you mean {near[0]}?") if near else ("", "")
            known = ", ".join(KEYS)
            _wrong(
                path, name.start_mark, f"{key}은(는) 옵션이 아닙니다{ko} ({known})", f"{key} is no option{en} ({known})"
            )
        if not (isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NOTHING):
            found[key] = node
    return list(found.items())


def _by_option(key: str) -> list[str]:
    """The key of what somebody has written as on the command line."""
    return [one for one, parameter in KEYS.items() if parameter == key.strip("-").replace("-", "_").lower()]


def _value(path: Path, key: str, node: yaml.Node, parameter: click.Parameter) -> Any:
    if key in _MAPPED:
        return [f"{name}{_MAPPED[key]}{value}" for name, value in _pairs(path, key, node)]
    if parameter.multiple:
        return [_text(path, key, one) for one in (node.value if isinstance(node, yaml.SequenceNode) else [node])]
    if key == "only" and isinstance(node, yaml.SequenceNode):
        return ",".join(_text(path, key, one) for one in node.value)
    text = _text(path, key, node)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        if text not in _TRUE:
            _wrong(path, node.start_mark, f"{key}: true 또는 false", f"{key} is true or false, not {text}")
        return _TRUE[text]
    return text


def _pairs(path: Path, key: str, node: yaml.Node) -> list[tuple[str, str]]:
    if not isinstance(node, yaml.MappingNode):
        _wrong(
            path, node.start_mark, f"{key}: 이름과 값이어야 합니다", f"{key} are names with values, such as NAME: value"
        )
    pairs = []
    for name, value in node.value:
        several = isinstance(value, yaml.SequenceNode)
        texts = [_text(path, f"{key}.{name.value}", one) for one in (value.value if several else [value])]
        said, mark = _text(path, key, name), _MAPPED[key].strip()
        if mark in said or not said.strip():
            _wrong(path, name.start_mark, f"{key}: 이름이 아닙니다: {said!r}", f"{key}: {said!r} is no name")
        pairs.append((said, ",".join(texts)))
    return pairs


def _text(path: Path, key: str, node: yaml.Node) -> str:
    """A plain value as the text that was typed."""
    if not isinstance(node, yaml.ScalarNode):
        _wrong(path, node.start_mark, f"{key}: 값 하나여야 합니다", f"{key} is one value")
    return str(node.value)


def _wrong(path: Path, mark: yaml.Mark | None, ko: str, en: str) -> NoReturn:
    at = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
    raise BadConfig(Text(f"{at}: {ko}", f"{at}: {en}"))


def _cannot(path: Path, why: str) -> Text:
    return Text(f"{path}을(를) 읽을 수 없습니다: {why}", f"{path} cannot be read: {why}")
