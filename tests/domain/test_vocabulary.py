"""The closed vocabularies are PortOne's, word for word."""

from typing import Any

import pytest

from mock_server.domain.channels import CHANNELS
from mock_server.domain.people import OPERATORS
from mock_server.domain.vocabulary import PG_COMPANIES, PG_COMPANY_OF, PG_PROVIDERS
from tests.yardstick import CURRENT, law, yardstick


def words(document: Any, schema: str) -> set[str]:
    return set(document["components"]["schemas"][schema]["enum"])


@pytest.mark.parametrize(
    ("schema", "ours"), [("PgProvider", PG_PROVIDERS), ("PgCompany", PG_COMPANIES), ("Carrier", set(OPERATORS))]
)
def test_the_vocabularies_are_those_of_the_law_and_of_portones_document(schema: str, ours: set[str]) -> None:
    assert words(law(), schema) == ours
    assert words(yardstick(CURRENT), schema) == ours


def test_every_channel_has_a_module_and_a_company_of_the_vocabulary() -> None:
    assert {channel.pg_provider for channel in CHANNELS} == PG_COMPANY_OF.keys()
    assert PG_COMPANY_OF.keys() <= PG_PROVIDERS
    assert set(PG_COMPANY_OF.values()) <= PG_COMPANIES
