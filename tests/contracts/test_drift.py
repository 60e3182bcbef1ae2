"""Drift: PortOne's documents say what our law says, but for what is known; an altered copy is caught in plain words."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts.drift import always_known, differences, our_law, read_known, why_known
from contracts.law_file import law_file
from mock_server.pages import openapi_document
from tests.contracts.command import judge
from tests.yardstick import AUTUMN_2023, CURRENT, Document, yardstick

KNOWN_2023: Final = law_file("known-differences-2023.yaml")


def served(today: date) -> Document:
    """The document that a mock serves on that day."""
    document: Document = json.loads(openapi_document(today=today))
    return document


def unknown(document: Document) -> list[str]:
    known = always_known()
    return [one.key for one in differences(document, our_law()) if why_known(one, known) is None]


def test_our_law_does_not_differ_from_itself() -> None:
    assert differences(our_law(), our_law()) == []


def test_portones_document_of_today_has_known_differences_only_and_each_known_one_is_there() -> None:
    found = differences(yardstick(CURRENT), our_law())
    known = always_known()
    assert [one.key for one in found if why_known(one, known) is None] == []
    found += differences(served(date(2026, 3, 2)), our_law())
    assert [entry.pattern for entry in known if not any(entry.fits(one) for one in found)] == []


def test_what_a_mock_serves_differs_from_our_law_by_its_today_only() -> None:
    assert unknown(served(date(2026, 3, 2))) == []


def test_portones_document_of_2023_has_known_differences_only_and_each_known_one_is_there() -> None:
    found = differences(yardstick(AUTUMN_2023), our_law())
    known = read_known(KNOWN_2023.read_text("utf-8"))
    assert [one.key for one in found if why_known(one, [*always_known(), *known]) is None] == []
    assert [entry.pattern for entry in known if not any(entry.fits(one) for one in found)] == []


Alter = Callable[[Document], None]


def _schema(document: Document, name: str) -> Any:
    return document["components"]["schemas"][name]


def _new_member(document: Document) -> None:
    _schema(document, "IdentityVerificationVerifiedCustomer")["properties"]["email"] = {"type": "string"}


def _member_gone(document: Document) -> None:
    del _schema(document, "IdentityVerificationVerifiedCustomer")["properties"]["di"]


def _now_required(document: Document) -> None:
    _schema(document, "SendIdentityVerificationBodyCustomer")["required"].append("id")


def _another_type(document: Document) -> None:
    _schema(document, "ConfirmIdentityVerificationBody")["properties"]["otp"] = {"type": "integer"}


def _new_word(document: Document) -> None:
    _schema(document, "IdentityVerificationMethod")["enum"].append("CARD")


def _another_status(document: Document) -> None:
    error = _schema(document, "PgProviderError")
    error["x-portone-status-code" if "x-portone-status-code" in error else "x-mock-status"] = 503


def _new_error(document: Document) -> None:
    schemas = document["components"]["schemas"]
    schemas["TooOldError"] = {
        "type": "object",
        "properties": {"type": {"type": "string"}},
        "x-portone-status-code": 410,
    }
    _schema(document, "ResendIdentityVerificationError")["discriminator"]["mapping"]["TOO_OLD"] = (
        "#/components/schemas/TooOldError"
    )


def _operation_gone(document: Document) -> None:
    del document["paths"]["/identity-verifications/{identityVerificationId}/resend"]


def _new_operation(document: Document) -> None:
    path = "/identity-verifications/{identityVerificationId}/cancel"
    document["paths"][path] = {"post": {"operationId": "cancelIdentityVerification", "responses": {}}}


def _new_state(document: Document) -> None:
    mapping = _schema(document, "IdentityVerification")["discriminator"]["mapping"]
    mapping["EXPIRED"] = mapping["READY"]


def _of_read(document: Document) -> Any:
    return document["paths"]["/identity-verifications/{identityVerificationId}"]["get"]


def _otp_of_six_digits(document: Document) -> None:
    _schema(document, "ConfirmIdentityVerificationBody")["properties"]["otp"] |= {"maxLength": 6, "minLength": 6}


def _otp_with_a_pattern(document: Document) -> None:
    _schema(document, "ConfirmIdentityVerificationBody")["properties"]["otp"]["pattern"] = "^[0-9]{6}$"


def _pages_of_at_most_100(document: Document) -> None:
    _schema(document, "PageInput")["properties"]["size"] |= {"minimum": 1, "maximum": 100}


def _pages_of_20(document: Document) -> None:
    _schema(document, "PageInput")["properties"]["size"]["default"] = 20


def _too_many_requests(document: Document) -> None:
    responses = _of_read(document)["responses"]
    responses["429"] = responses["404"]


def _no_403(document: Document) -> None:
    del _of_read(document)["responses"]["403"]


def _read_goes_out_of_use(document: Document) -> None:
    _of_read(document)["deprecated"] = True


def _di_goes_out_of_use(document: Document) -> None:
    _schema(document, "IdentityVerificationVerifiedCustomer")["properties"]["di"]["deprecated"] = True


def _ci_may_be_null(document: Document) -> None:
    _schema(document, "IdentityVerificationVerifiedCustomer")["properties"]["ci"]["nullable"] = True


def _ci_may_be_null_as_in_3_1(document: Document) -> None:
    _schema(document, "IdentityVerificationVerifiedCustomer")["properties"]["ci"]["type"] = ["string", "null"]


def _verified_is_called_done(document: Document) -> None:
    status = _schema(document, "VerifiedIdentityVerification")["properties"]["status"]
    status.pop("const", None)
    status["enum"] = ["DONE"]


def _another_host(document: Document) -> None:
    document["servers"] = [{"url": "https://api2.portone.io"}]


def _no_host(document: Document) -> None:
    document["servers"] = []


def _store_ids_are_numbers(document: Document) -> None:
    (place,) = (at for at, given in enumerate(_of_read(document)["parameters"]) if "storeid" in str(given).lower())
    store = {"in": "query", "name": "storeId", "schema": {"type": "integer"}}
    _of_read(document)["parameters"][place] = store


LOST: Final = {"parameters": [{"$ref": "#/components/parameters/Lost"}]}
CUSTOMER: Final = "answer 200[VERIFIED].verifiedCustomer"
ALTERED: Final[tuple[tuple[Alter, str], ...]] = (
    (_new_member, f"added getIdentityVerification {CUSTOMER}.email"),
    (_member_gone, f"removed getIdentityVerification {CUSTOMER}.di"),
    (_now_required, "changed sendIdentityVerification request.customer.id"),
    (_another_type, "changed confirmIdentityVerification request.otp"),
    (_new_word, "added sendIdentityVerification request.method = CARD"),
    (_another_status, "changed confirmIdentityVerification error PG_PROVIDER"),
    (_new_error, "added resendIdentityVerification error TOO_OLD"),
    (_operation_gone, "removed resendIdentityVerification"),
    (_new_operation, "added cancelIdentityVerification"),
    (_new_state, "added getIdentityVerification answer 200[EXPIRED]"),
    (_otp_of_six_digits, "added confirmIdentityVerification request.otp maxLength"),
    (_otp_of_six_digits, "added confirmIdentityVerification request.otp minLength"),
    (_otp_with_a_pattern, "added confirmIdentityVerification request.otp pattern"),
    (_pages_of_at_most_100, "changed getIdentityVerifications request.page.size minimum"),
    (_pages_of_at_most_100, "changed getIdentityVerifications request.page.size maximum"),
    (_pages_of_20, "changed getIdentityVerifications request.page.size default"),
    (_too_many_requests, "added getIdentityVerification status 429"),
    (_no_403, "removed getIdentityVerification status 403"),
    (_read_goes_out_of_use, "added getIdentityVerification deprecated"),
    (_di_goes_out_of_use, f"added getIdentityVerification {CUSTOMER}.di deprecated"),
    (_ci_may_be_null, f"added getIdentityVerification {CUSTOMER}.ci nullable"),
    (_ci_may_be_null_as_in_3_1, f"added getIdentityVerification {CUSTOMER}.ci nullable"),
    (_verified_is_called_done, "added getIdentityVerification answer 200[VERIFIED].status = DONE"),
    (_another_host, "added servers https://api2.portone.io"),
    (_no_host, "removed servers https://api.portone.io"),
    (_store_ids_are_numbers, "changed getIdentityVerification parameter query storeId"),
)


@pytest.mark.parametrize(("alter", "found"), ALTERED, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("whose", ["ours", CURRENT])
def test_an_altered_copy_is_caught(alter: Alter, found: str, whose: str) -> None:
    copy = deepcopy(dict(our_law()) if whose == "ours" else yardstick(whose))
    alter(copy)
    assert found in unknown(copy)


def test_what_stands_below_an_addition_goes_without_saying() -> None:
    copy = deepcopy(dict(our_law()))
    _new_state(copy)
    assert [key for key in unknown(copy) if "[EXPIRED]." in key] == []


def test_the_command_tells_it_in_a_line_and_ends_with_1(tmp_path: Path) -> None:
    copy = deepcopy(dict(our_law()))
    _another_type(copy)
    (tmp_path / "portone.json").write_text(json.dumps(copy), encoding="utf-8")
    done = judge("drift", "portone.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "changed  confirmIdentityVerification: request.otp (string, optional → integer, optional) · changed",
        "1 difference: 1 new, 0 known",
    ]
    (tmp_path / "known.yaml").write_text(
        yaml.safe_dump([{"difference": "changed * request.otp", "ko": "알려짐", "en": "known"}]), encoding="utf-8"
    )
    done = judge("drift", "portone.json", "--known", "known.yaml", "--all", "--lang", "ko", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "차이 1개: 새로운 것 0개, 알려진 것 1개"
    assert "(알려짐)" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it has no `openapi` and `paths`"),
        ("<html>", "it has no `openapi` and `paths`"),
        ("{", "is no OpenAPI document"),
        (json.dumps({"openapi": "3.1.0", "paths": {"/x": {"get": {"operationId": "x", **LOST}}}}), "leads nowhere"),
    ],
)
def test_what_is_no_document_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "portone.json").write_text(text, encoding="utf-8")
    done = judge("drift", "portone.json", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert judge("drift", "nowhere.json", cwd=tmp_path).returncode == 2
