"""The closed list of outcomes, and what each says of itself."""

import pytest

from mock_server.domain.outcomes import OUTCOMES

from ...merchant import Merchant
from .ordering import CLOSED, order


def test_the_list_is_closed_and_complete(merchant: Merchant) -> None:
    rows = merchant.control("GET", "/outcomes").json()["outcomes"]
    assert {row["outcome"]: row["status"] for row in rows} == CLOSED
    for row in rows:
        assert row.keys() == {"outcome", "status", "failure", "api", "browser", "label", "fidelity"}
        assert row["label"].keys() == {"ko", "en"}
        assert row["fidelity"] in ("openapi", "assumed")
        assert (row["failure"] is not None) is (row["status"] == "FAILED")
        assert row["failure"] is None or row["failure"].keys() == {"reason", "pgCode", "pgMessage"}
        assert row["api"] is None or row["api"].keys() == {"status", "type", "pgCode", "pgMessage"}
        assert row["browser"] is None or row["browser"].keys() == {"code", "message"}


@pytest.mark.parametrize("outcome", [name for name, row in OUTCOMES.items() if row.api])
def test_the_api_answers_what_the_list_says(merchant: Merchant, outcome: str) -> None:
    rows = {row["outcome"]: row for row in merchant.control("GET", "/outcomes").json()["outcomes"]}
    order(merchant, {"outcome": outcome})
    sent = merchant.send("a")
    answer = merchant.confirm("a") if sent.status_code == 200 else sent
    told = {"status": answer.status_code, **answer.json()}
    assert {name: told[name] for name in rows[outcome]["api"]} == rows[outcome]["api"]
    record = merchant.read("a").json()
    assert (record["status"], record.get("failure")) == (rows[outcome]["status"], rows[outcome]["failure"])
