"""probe.yaml as it is written: what was chosen, and every other option as a comment.

Lives here: the text. May not: asking, writing to disk.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..text import Lang, Text, said
from .config import KEYS

# How the file has what the command line gives as NAME=VALUE or NAME: VALUE.
_MARKS: Final = {"headers": ":", "env": "=", "promise": "="}
_HEAD: Final = Text(
    "portone-contracts probe의 옵션. 명령줄이 이 파일보다 먼저입니다. Secret은 적지 말고 환경 변수로 주세요",
    "Options of portone-contracts probe. The command line wins over this file. Secrets belong into the environment",
)


@dataclass(frozen=True)
class Shown:
    """What is said of an option: its meaning, and what might stand there."""

    meaning: str
    sample: str


def as_yaml(chosen: Mapping[str, Any], shown: Mapping[str, Shown], lang: Lang) -> str:
    """The file: what is chosen by its parameter, the rest commented out, each with its meaning."""
    parts = [f"# {said(_HEAD, lang)}."]
    for key, parameter in KEYS.items():
        value = chosen.get(parameter)
        lines = (
            _lines(key, parameter, value) if value not in (None, "", ()) else [f"# {key}: {shown[parameter].sample}"]
        )
        parts.append("\n".join([f"# {shown[parameter].meaning}", *lines]))
    return "\n\n".join(parts) + "\n"


def _lines(key: str, parameter: str, value: Any) -> list[str]:
    if parameter in _MARKS:
        return [f"{key}:", *(f"  {_pair(one, _MARKS[parameter])}" for one in value)]
    if isinstance(value, tuple):
        return [f"{key}: [{', '.join(map(_scalar, value))}]"]
    return [f"{key}: {_scalar(value)}"]


def _pair(text: str, mark: str) -> str:
    name, _, value = text.partition(mark)
    return f"{_scalar(name.strip())}: {_scalar(value.strip())}"


def _scalar(value: Any) -> str:
    """A word or a number as it is, all else in JSON's quotes, which are YAML's as well."""
    text = json.dumps(value) if isinstance(value, bool) else str(value)
    return text if re.fullmatch(r"[A-Za-z0-9][\w.-]*", text, re.ASCII) else json.dumps(text, ensure_ascii=False)
