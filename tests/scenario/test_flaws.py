"""Everything that a scenario may get wrong: one line with the exact place, what was found, what would have done."""

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from mock_server.scenario import LANGUAGES, ScenarioError, load_scenario


class Flaw(NamedTuple):
    """A file, the place of what is wrong in it, and what the line says in English and in Korean."""

    text: str
    place: str
    en: str
    ko: str = ""


FLAWS = {
    row.pop("name"): Flaw(**row) for row in yaml.safe_load((Path(__file__).parent / "flaws.yaml").read_text("utf-8"))
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def flaw_of(text: str | bytes) -> ScenarioError:
    Path("mine.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ScenarioError) as caught:
        load_scenario("./mine.yaml")
    return caught.value


@pytest.mark.parametrize("flaw", FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_one_line_at_its_place(flaw: Flaw) -> None:
    error = flaw_of(flaw.text)
    for language, says in zip(LANGUAGES, (flaw.ko, flaw.en), strict=True):
        line = error.line(language)
        assert line.startswith(f"mine.yaml:{flaw.place}: "), line
        assert says in line
        assert "\n" not in line
    assert error.line("en") == str(error)


@pytest.mark.parametrize("flaw", [each for each in FLAWS.values() if each.ko], ids=lambda flaw: flaw.en[:30])
def test_what_is_said_in_korean_is_not_the_english_sentence(flaw: Flaw) -> None:
    error = flaw_of(flaw.text)
    assert error.line("ko") != error.line("en")


@pytest.mark.parametrize(
    ("content", "place"), [(b"# caf\xe9", "1:6"), ("otp: {}\n# 가".encode("cp949"), "2:3"), (b"\xff\xfeo\0", "1:1")]
)
def test_what_is_not_utf_8_is_said_with_the_first_byte_that_is_not(content: bytes, place: str) -> None:
    error = flaw_of(content)
    assert str(error).startswith(f"mine.yaml:{place}: ")
    assert "is not UTF-8 text; save it as UTF-8" in str(error)
    assert "UTF-8이 아닙니다" in error.line("ko")


def test_an_unknown_name_is_told_the_nearest_and_all() -> None:
    with pytest.raises(ScenarioError, match="no scenario 'defualt'; did you mean 'default'\\? Known: ") as caught:
        load_scenario("defualt")
    assert "default" in caught.value.known
    assert "혹시 'default'인가요?" in caught.value.line("ko")
    with pytest.raises(ScenarioError, match="no scenario 'zzz'\\. Known: "):
        load_scenario("zzz")


@pytest.mark.parametrize("file", ["base.yaml", "base.yml"])
def test_a_file_beside_that_is_named_without_its_path_is_told_with_it(file: str) -> None:
    Path(file).write_text("otp: {}\n")
    error = flaw_of("extends: base\n")
    assert str(error) == f"mine.yaml:1:10: there is no scenario 'base'; the file beside this one is given as ./{file}"
    assert f"./{file}" in error.line("ko")
    assert error.nearest == f"./{file}"
    Path("mine.yaml").write_text(f"extends: {error.nearest}\n")
    assert len(load_scenario("./mine.yaml").files) == 2


def test_a_file_that_cannot_be_read_is_said_in_one_line(folder: Path) -> None:
    for name, reason in ((str(folder / "none.yaml"), "No such file"), (str(folder), "Is a directory")):
        with pytest.raises(ScenarioError, match=f"cannot be read: {reason}"):
            load_scenario(name)


def test_the_names_that_a_line_lists_are_bounded() -> None:
    people = "".join(f"  p{number}: {{}}\n" for number in range(200))
    line = str(flaw_of(f"people:\n{people}verifications: {{a: {{person: p2000}}}}\n"))
    assert line.endswith(", …")
    assert len(line) < 1500
