"""Every id, however awkward, is the same after the control path, the server and PortOne's Python SDK."""

from urllib.parse import quote

import httpx
import pytest
from portone_server_sdk import errors

from mock_server.handle import ControlError
from tests.sdk.awkward_ids import AWKWARD_IDS, DOTS, LONGEST, TOO_LONG, label
from tests.sdk.reading import Reader, known


def test_the_table_repeats_no_id_and_has_the_longest() -> None:
    assert len(set(AWKWARD_IDS)) == len(AWKWARD_IDS)
    assert max(map(len, AWKWARD_IDS)) == LONGEST


@pytest.mark.parametrize("id_", AWKWARD_IDS, ids=label)
def test_an_awkward_id_is_read_back_unchanged(reader: Reader, id_: str) -> None:
    put, read = reader.put_and_read(id_)

    assert put["id"] == read.id == id_
    assert reader.box.verification(id_)["id"] == id_
    assert reader.box.requests(identityVerificationId=id_)[0]["status"] == 200


@pytest.mark.parametrize("id_", TOO_LONG, ids=label)
def test_an_id_of_201_characters_can_neither_be_put_nor_found(reader: Reader, id_: str) -> None:
    with pytest.raises(ControlError, match="201 characters") as refused:
        reader.box.put_verification(id_)
    assert (refused.value.status, refused.value.type) == (400, "INVALID_REQUEST")
    with pytest.raises(errors.IdentityVerificationNotFoundError, match="201"):
        reader.client.get_identity_verification(identity_verification_id=id_)


@pytest.mark.parametrize("id_", DOTS)
def test_an_id_of_dots_exists_but_the_sdk_asks_for_another_path(reader: Reader, id_: str) -> None:
    """The SDK leaves dots as they are, and its HTTP client resolves them; a client that does not can read the id."""
    reader.box.put_verification(id_)
    # What it then finds there (the list, the front page) is no verification to it.
    with pytest.raises((errors.UnknownError, ValueError, KeyError)):
        known(reader.client.get_identity_verification(identity_verification_id=id_))
    url = f"{reader.box.base_url}/identity-verifications/{quote(id_).replace('.', '%2E')}"
    answer = httpx.get(url, headers={"Authorization": f"PortOne {reader.box.api_secret}"})
    assert answer.json()["id"] == id_


def test_ids_that_differ_only_in_spelling_are_different(reader: Reader) -> None:
    """Nothing on the way normalises Unicode, letter case or blanks."""
    alike = ("é", "e\u0301", "É", "a", "A", " a", "a ", "a%20", "%61")
    for number, id_ in enumerate(alike):
        reader.box.put_verification(id_, customData=str(number))
    read = [reader.client.get_identity_verification(identity_verification_id=id_) for id_ in alike]
    assert [getattr(each, "custom_data", None) for each in read] == [str(number) for number in range(len(alike))]
