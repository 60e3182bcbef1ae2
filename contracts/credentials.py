"""Where a secret comes from: the environment, a file, or, against advice, the command line.

Lives here: reading `@file`, and what is wrong with a secret. May not: prompting, printing.
"""

from dataclasses import dataclass
from pathlib import Path

from .text import Text


class BadCredential(Exception):  # noqa: N818 - it is the user's
    """A secret that cannot be used; the reason never shows it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Credential:
    """A secret, and whether it stood on the command line, where everybody on the machine can read it."""

    value: str
    was_plain: bool = False


def credential(option: str, given: str | None, environment: str | None) -> Credential | None:
    """The secret of an option; None where there is none. `@file` works in both places."""
    text = given or environment
    if not text:
        return None
    if text.startswith("@"):
        return Credential(checked(option, _in_file(option, Path(text[1:]))))
    return Credential(checked(option, text), was_plain=given is not None and given != "")


def checked(option: str, text: str) -> str:
    """The secret, when a header can hold it."""
    if not text:
        raise BadCredential(Text(f"--{option}: 비어 있습니다", f"--{option} is empty"))
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise BadCredential(
            Text(
                f"--{option}: 헤더에 쓸 수 없는 글자가 있습니다. 빠짐없이 복사했나요?",
                f"--{option} has characters that no header can hold; is it copied whole?",
            )
        )
    return text


def _in_file(option: str, path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise BadCredential(
            Text(f"--{option}: {path}을(를) 읽을 수 없습니다: {reason}", f"--{option}: {path} cannot be read: {reason}")
        ) from None
