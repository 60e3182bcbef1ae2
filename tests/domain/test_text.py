"""Text for people: one text, both languages."""

import msgspec
import pytest

from mock_server.domain.text import Text, particle

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


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("정수", "을/를", "정수를"),
        ("문자열", "을/를", "문자열을"),
        ("문자열(빈 값 제외)", "을/를", "문자열(빈 값 제외)을"),
        ("'가나'", "이/가", "'가나'가"),
        ("'가난'", "은/는", "'가난'은"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        (503, "이/가", "503이"),
        (2, "은/는", "2는"),
        (1, "으로/로", "1로"),
        (10, "으로/로", "10으로"),
        ("VERIFIED", "으로/로", "VERIFIED(으)로"),
        ("base", "이라는/라는", "base(이)라는"),
        ("'verifed'", "은/는", "'verifed'은(는)"),
        ("...", "을/를", "...을(를)"),
        ("(가)", "을/를", "(가)을(를)"),
        ("", "이/가", "이(가)"),
    ],
)
def test_a_word_takes_the_particle_of_its_last_sound(word: object, pair: str, said: str) -> None:
    assert particle(word, pair) == said
