"""`?limit&offset`: whole numbers in plain digits, or a refusal that names the place and what would have worked."""

import pytest

from mock_server.control.paging import DEFAULT_LIMIT, LARGEST_LIMIT, number
from mock_server.domain.errors import Refusal
from tests.in_process import ClientFactory


@pytest.mark.parametrize(
    ("given", "read"), [({}, DEFAULT_LIMIT), ({"limit": "0"}, 0), ({"limit": "007"}, 7), ({"limit": "1000"}, 1_000)]
)
def test_a_number_is_read_and_an_absent_one_is_the_default(given: dict[str, str], read: int) -> None:
    assert number(given, "limit", DEFAULT_LIMIT, LARGEST_LIMIT) == read


def test_without_a_largest_one_the_digits_are_bounded_all_the_same() -> None:
    assert number({"offset": "999999999"}, "offset", 0, None) == 999_999_999
    with pytest.raises(Refusal):
        number({"offset": "1000000000"}, "offset", 0, None)


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.5", "1e3", " 1", "0x10", "ten", "١", "²", "1_000", "1001"])
def test_anything_else_is_refused_with_its_place_and_the_bounds(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        number({"limit": text}, "limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    assert (refused.value.type, refused.value.details) == ("INVALID_REQUEST", {"at": "limit"})
    assert refused.value.message == f"limit must be a whole number from 0 up to 1000, not '{text}'."


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(Refusal) as refused:
        number({"offset": "9" * 5_000}, "offset", 0, None)
    assert refused.value.message == f"offset must be a whole number from 0, not '{'9' * 60}'."


@pytest.mark.parametrize(
    ("path", "rows", "key"),
    [("/_mock/sandboxes", "sandboxes", "apiSecret"), ("/_mock/verifications", "verifications", "id")],
)
def test_a_list_is_cut_by_both_and_its_total_is_not(client: ClientFactory, path: str, rows: str, key: str) -> None:
    mock = client()
    for turn in range(3):
        mock.control("POST", "/sandboxes", {})
        mock.control("PUT", f"/verifications/v{turn}", {})

    def listed(**page: int) -> tuple[list[str], int]:
        answer = mock.get(path, params=page).json()
        return [row[key] for row in answer[rows]], answer["total"]

    every, total = listed()
    assert total == len(every) >= 3
    assert listed(limit=1, offset=1) == (every[1:2], total)
    assert listed(limit=0) == listed(offset=50) == ([], total)
