"""/_mock/scenario: what is written loads again and answers alike, what is lost is said, a wrong text is shown where."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server import Settings
from mock_server.domain.outcomes import OUTCOMES

from ..in_process import MockClient
from ..merchant import Merchant
from ..refusals import assert_refused

SECRET: Final = "sandbox-written"
HOSTILE: Final = "<img onerror=alert(1)> \u202eltr\u2028: #- 'x' \"y\" \\ 01000000001 \x7f 👩‍👧 null"
FIRST: Final = "# yaml-language-server: $schema=http://localhost"


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty", seed=7)) as client:
        yield Merchant(client, SECRET)


def written(merchant: Merchant) -> str:
    answer = merchant.control("GET", "/scenario")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/yaml; charset=utf-8"
    assert answer.text.startswith(FIRST)
    return answer.text


def load(merchant: Merchant, text: str) -> None:
    answer = merchant.control("PUT", "/scenario", {"text": text, "name": "again"})
    assert answer.status_code == 200, f"{answer.text}\n{text}"
    assert answer.json()["scenario"] == "again"


def notes(text: str) -> list[str]:
    """What the file says that it lost, but for what it always says."""
    return [line for line in text.splitlines() if line.startswith("# - ")][2:]


def answers(merchant: Merchant) -> list[Any]:
    items: list[Any] = merchant.list(page={"number": 0, "size": 1000}).json()["items"]
    return sorted(items, key=lambda item: str(item["id"]))


def told(merchant: Merchant) -> list[Any]:
    """The same answers as testers are told them, which no fault is in the way of."""
    rows = merchant.control("GET", "/verifications?limit=1000").json()["verifications"]
    return sorted((row["answer"] for row in rows), key=lambda item: str(item["id"]))


def world(merchant: Merchant, records: Callable[[Merchant], list[Any]] = answers) -> dict[str, Any]:
    """What PortOne's API answers, who there is, and what is active."""
    clock = merchant.control("GET", "/clock").json()
    people = [
        {name: value for name, value in person.items() if name != "birthDate"} | {"born": person["birthDate"]}
        for person in merchant.control("GET", "/people").json()["people"]
    ]
    channels = merchant.control("GET", "/sandbox").json()["channels"]
    ordered = merchant.control("GET", "/next").json()["next"]
    return {
        "records": records(merchant),
        "clock": clock,
        "people": people,
        "channels": channels,
        "next": ordered,
        "faults": [_ordered(fault) for fault in merchant.control("GET", "/effects").json()["faults"]],
    }


def _ordered(fault: dict[str, Any]) -> dict[str, Any]:
    """A fault without its id and counts; of a spell the whole seconds that are left."""
    counted = ("faultId", "seen", "fired")
    return {name: round(it) if name == "forSeconds" else it for name, it in fault.items() if name not in counted}


def arranged(merchant: Merchant) -> None:
    """A world with something of everything."""
    merchant.control("PUT", "/clock", {"now": "2026-03-02T10:00:00+09:00", "frozen": True})
    merchant.control("PUT", "/people/adult-woman", {"name": "이바뀜", "birthDate": {"turns": 30, "inDays": 2}})
    merchant.control("PUT", "/people/somebody-new", {"name": HOSTILE[:60].replace("\x7f", ""), "outcome": "age-limit"})
    merchant.control("PUT", "/verifications/plain", {"customData": HOSTILE})
    merchant.control("PUT", f"/verifications/{'%2F%3A%20%23'}", {"person": "turns-19-tomorrow", "verifiedAt": "-90d"})
    merchant.control("PUT", "/verifications/no", {"outcome": "provider-error"})
    merchant.control("PUT", "/verifications/true", {"outcome": "attempts-exhausted"})
    merchant.control("PUT", "/verifications/left", {"outcome": "abandoned", "customer": {"name": None, "id": "c-1"}})
    merchant.control(
        "PUT",
        "/verifications/changed",
        {"channel": "inicis", "agency": "KAKAO", "customer": {"ci": None, "name": "다른이름"}, "version": "V1"},
    )
    merchant.control("POST", "/next", {"outcome": "cancelled", "match": {"idPrefix": "no"}, "times": 3})
    merchant.control("POST", "/faults", {"fault": "delay", "seconds": 0, "match": {"method": "POST"}, "times": None})
    merchant.control("POST", "/faults", {"fault": "ready-first", "reads": 2, "match": {"id": "x"}, "times": 2})


def test_what_is_written_gives_the_same_world_again(merchant: Merchant) -> None:
    arranged(merchant)
    before, text = world(merchant), written(merchant)
    assert notes(text) == []
    load(merchant, text)
    assert world(merchant) == before
    assert written(merchant) == text


def test_an_advanced_clock_keeps_its_birth_dates(merchant: Merchant) -> None:
    merchant.control("PUT", "/clock", {"now": "2026-03-02T23:00:00+09:00", "frozen": True})
    merchant.control("POST", "/clock/advance", {"seconds": 86_400})
    before = world(merchant)
    load(merchant, written(merchant))
    assert world(merchant) == before


def test_the_scenarios_that_ship_are_written_and_loaded_again(merchant: Merchant) -> None:
    names = [each["name"] for each in merchant.control("GET", "/scenarios").json()["scenarios"]]
    # Their faults need a connection, which there is none of in process.
    wired = {"lost-answers"}
    assert len(names) > 20
    for name in set(names) - wired:
        assert merchant.control("POST", f"/scenarios/{name}").status_code == 200, name
        merchant.control("PUT", "/clock", {"frozen": True})
        before = world(merchant, told)
        load(merchant, written(merchant))
        assert world(merchant, told) == before, name


def test_what_cannot_be_carried_is_said(merchant: Merchant) -> None:
    merchant.send("under-way")
    merchant.send("tried")
    merchant.confirm("tried", "999999")
    merchant.control("POST", "/faults", {"fault": "status", "status": 503, "body": {"n": 1}, "probability": 0.5})
    said = "\n".join(notes(written(merchant)))
    assert '"under-way": 인증번호를 기다리는 시도 대신' in said
    assert '"under-way": begins with an open window' in said
    assert '"tried"' in said
    assert "faults[0] (status): body 안의 값은 글이 됩니다." in said
    assert "faults[0] (status): which calls it hits is drawn anew." in said


def test_many_losses_are_counted(merchant: Merchant) -> None:
    for number in range(40):
        merchant.send(f"under-way-{number}")
    assert "# - 그 밖에 12가지 · and 12 more" in written(merchant)


def test_an_id_cannot_break_out_of_its_comment(merchant: Merchant) -> None:
    merchant.send("a\nverifications: {b: {}}")
    assert "\nverifications: {" not in written(merchant)
    load(merchant, written(merchant))


def test_a_real_walk_ends_verified_alike(merchant: Merchant) -> None:
    merchant.send("walked", "adult-woman")
    assert merchant.confirm("walked").status_code == 200
    before = answers(merchant)
    text = written(merchant)
    assert notes(text) == []
    load(merchant, text)
    assert answers(merchant) == before


_TEXTS: Final = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
_ORDERS: Final = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(sorted(OUTCOMES)),
        "person": st.sampled_from(("adult", "adult-woman", "turns-19-tomorrow", "foreigner", "adult~42")),
        "channel": st.sampled_from(("danal", "kcp", "inicis", "kcp-test", "danal-no-ci")),
        "customer": st.fixed_dictionaries({}, optional={"name": _TEXTS, "phoneNumber": st.just("01099999999")}),
        "customData": _TEXTS,
        "pgTxId": _TEXTS,
        "requestedAt": st.sampled_from(("-90d", "-31s", "2020-02-29T00:00:00.123Z")),
        "version": st.sampled_from(("V1", "V2")),
    },
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), _ORDERS, max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_was_put_is_carried_or_said(orders: dict[str, dict[str, Any]]) -> None:
    with MockClient(Settings(scenario="empty", seed=7)) as client:
        merchant = Merchant(client, SECRET)
        merchant.control("PUT", "/clock", {"now": "2026-03-02T10:00:00+09:00", "frozen": True})
        for id_, order in orders.items():
            client.put(f"/_mock/verifications/{_quoted(id_)}", json=order, headers=_headers())
        before, text = answers(merchant), written(merchant)
        load(merchant, text)
        assert notes(text) == []
        assert answers(merchant) == before


def _quoted(id_: str) -> str:
    return "".join(f"%{byte:02X}" for byte in id_.encode())


def _headers() -> dict[str, str]:
    return {"Authorization": f"PortOne {SECRET}"}


# Texts from elsewhere


def checked(merchant: Merchant, text: str) -> Any:
    answer = merchant.control("POST", "/scenario/check", {"text": text, "name": "mine"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("text", "line", "column", "ko", "nearest"),
    [
        ("people:\n  adult: {nmae: x}\n", 2, 11, "혹시 name인가요", "name"),
        ("next:\n  - outcome: verifid\n", 2, 14, "verified", "verified"),
        ("verifications:\n  a: {person: adlut}\n", 2, 15, "adult", "adult"),
        ("a: [1\nb: 2\n", 2, 2, "YAML이 아닙니다", None),
        ("- 1\n", 1, 1, "시나리오는 이런 키의 묶음입니다", None),
        ("extends: ./secret.yaml\n", 1, 10, "시나리오", None),
        ("faults:\n  - fault: status\n", 2, 5, "status", None),
    ],
)
def test_a_wrong_text_is_shown_where(
    merchant: Merchant, text: str, line: int, column: int, ko: str, nearest: str | None
) -> None:
    problem = checked(merchant, text)["problem"]
    assert (problem["line"], problem["column"], problem["nearest"]) == (line, column, nearest)
    assert ko in problem["message"]["ko"]
    assert problem["message"]["en"]
    merchant.control("PUT", "/clock", {"frozen": True})
    before = world(merchant)
    answer = merchant.control("PUT", "/scenario", {"text": text, "name": "mine"})
    assert_refused(answer, "INVALID_REQUEST", problem["message"]["en"])
    assert answer.json()["at"] == f"mine:{line}:{column}"
    assert world(merchant) == before


def test_a_right_text_has_no_problem_and_is_not_loaded(merchant: Merchant) -> None:
    merchant.control("PUT", "/clock", {"frozen": True})
    before = world(merchant)
    text = "description: {ko: 가, en: a}\npeople:\n  adult: {name: 박바뀜}\n"
    assert checked(merchant, text) == {"name": "mine", "description": {"ko": "가", "en": "a"}, "problem": None}
    assert world(merchant) == before


def test_a_fault_that_needs_a_connection_is_a_problem_in_process(merchant: Merchant) -> None:
    problem = checked(merchant, "faults:\n  - fault: reset-after\n")["problem"]
    assert problem["line"] is None
    assert "connection" in problem["message"]["en"]


@pytest.mark.parametrize(
    "body", [{}, {"text": 1}, {"text": "", "name": ""}, {"text": "", "name": "a\nb"}, {"txet": ""}]
)
@pytest.mark.parametrize(("method", "path"), [("PUT", "/scenario"), ("POST", "/scenario/check")])
def test_another_body_is_refused(merchant: Merchant, method: str, path: str, body: Any) -> None:
    assert_refused(merchant.control(method, path, body), "INVALID_REQUEST")


def test_an_empty_text_is_an_empty_scenario(merchant: Merchant) -> None:
    assert checked(merchant, "")["problem"] is None
