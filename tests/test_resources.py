"""The data that ships with the server: found in the package or beside the checkout, and nothing outside of it."""

from pathlib import Path

import pytest

from mock_server import resources
from mock_server.resources import fixture


def test_a_file_and_a_folder_of_the_fixtures_are_found() -> None:
    assert fixture("people").is_dir()
    assert fixture("people", "adults.yaml").read_text(encoding="utf-8")
    assert fixture("law", "openapi.yaml").is_file()


def test_the_package_s_own_copy_wins_and_the_checkout_s_is_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = (tmp_path / "package", tmp_path / "checkout")
    for place in places:
        place.mkdir()
        (place / "a.yaml").touch()
    (places[1] / "b.yaml").touch()
    monkeypatch.setattr(resources, "_PLACES", places)
    assert fixture("a.yaml") == places[0] / "a.yaml"
    assert fixture("b.yaml") == places[1] / "b.yaml"


def test_what_is_not_there_is_named_with_every_place_that_was_searched() -> None:
    with pytest.raises(
        FileNotFoundError, match=r"there is no people/nobody\.yaml among the fixtures; looked in .* or "
    ):
        fixture("people", "nobody.yaml")


@pytest.mark.parametrize(
    "parts",
    [
        ("..", "pyproject.toml"),
        ("people", "..", "people"),
        ("people/../../pyproject.toml",),
        ("people/adults.yaml",),
        ("people\\adults.yaml",),
        (".",),
        ("",),
        (str(Path(__file__)),),
    ],
)
def test_no_name_leads_out_of_the_fixtures_or_past_one_level(parts: tuple[str, ...]) -> None:
    with pytest.raises(FileNotFoundError):
        fixture(*parts)
