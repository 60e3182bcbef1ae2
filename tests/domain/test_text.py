"""Text for people: one text, both languages."""

import msgspec
import pytest

from mock_server.domain.text import Text

BOTH = {"ko": "성인", "en": "an adult"}


def test_a_text_is_read_in_both_languages() -> None:
    assert msgspec.convert(BOTH, Text) == Text(ko="성인", en="an adult")
    assert msgspec.to_builtins(Text(**BOTH)) == BOTH


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_text_without_one_of_its_languages_is_none(language: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=f"missing required field `{language}`"):
        msgspec.convert({name: text for name, text in BOTH.items() if name != language}, Text)


def test_a_text_that_is_shared_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Text(**BOTH).ko = "다른 말"  # type: ignore[misc]  # the point of the test
