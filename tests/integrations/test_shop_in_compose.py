"""The shop that compose.yaml puts beside the mock, run with what compose.yaml tells both of them."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import httpx
import pytest
import yaml

from mock_server.handle import ControlClient, SandboxHandle
from mock_server.settings import read
from portone_mock import MockPortOne
from tests.conftest import NODE_FOLDER
from tests.container.dockerfile import context_files, instructions
from tests.docs.pages import ROOT
from tests.integrations.process import SAMPLES, Integration, running

SAMPLE: Final = "shop-in-compose"
SERVICES: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
MOCK: Final = SERVICES["portone-mock"]
SHOP: Final = SERVICES["shop"]


def sign_up(shop: Integration, id_: str) -> tuple[int, Any]:
    status, answer = shop.post(id_, "/sign-up")
    return status, answer["verdict"]


@pytest.fixture
def shop(box: SandboxHandle) -> Iterator[Integration]:
    with running(SAMPLE, box) as integration:
        yield integration


@pytest.mark.node
class TestTheShop:
    def test_one_person_is_one_member_under_any_id(self, box: SandboxHandle, shop: Integration) -> None:
        box.put_verification("first", person="adult")
        box.put_verification("again", person="renamed")
        box.put_verification("other", person="adult~2")
        assert [sign_up(shop, id_) for id_ in ("first", "again", "other")] == [
            (201, "new-member"), (200, "member"), (201, "new-member"),
        ]  # fmt: skip

    def test_who_has_not_verified_is_no_member(self, box: SandboxHandle, shop: Integration) -> None:
        box.put_verification("ready", status="READY")
        box.put_verification("cancelled", outcome="cancelled")
        assert {sign_up(shop, id_) for id_ in ("ready", "cancelled")} == {(409, "not-verified")}

    def test_two_people_without_ci_are_not_one(self, box: SandboxHandle, shop: Integration) -> None:
        box.put_verification("nameless", channel="danal-no-ci")
        assert sign_up(shop, "nameless") == (409, "no-ci")

    def test_an_id_that_does_not_exist_is_the_visitors_affair_and_a_broken_portone_is_not(
        self, box: SandboxHandle, shop: Integration
    ) -> None:
        box.put_verification("good")
        assert sign_up(shop, "nobody-made-this") == (404, "unknown")
        box.order_fault("status", status=503)
        assert [sign_up(shop, "good") for _ in range(2)] == [(503, "try-again"), (201, "new-member")]

    def test_it_answers_its_health_check_and_refuses_what_it_cannot_read(self, shop: Integration) -> None:
        assert httpx.get(f"{shop.base_url}/health", trust_env=False).json() == {"status": "ok"}
        assert httpx.post(f"{shop.base_url}/sign-up", content=b"{", trust_env=False).status_code == 400
        assert sign_up(shop, "") == (400, "no-id")


@pytest.mark.node
def test_what_compose_tells_both_makes_them_meet() -> None:
    """Names of services are the only thing that a machine without an engine has to replace."""
    settings, notes = read({"port": "0"}, MOCK["environment"])
    assert (notes, settings.control_is_open) == ([], True)
    told = dict(SHOP["environment"])
    assert told.pop("PORTONE_API_BASE") == "http://portone-mock:8585"
    with MockPortOne(settings) as mock, closing(ControlClient(mock.base_url)) as control:
        with running(SAMPLE, control.default_sandbox(), **told) as shop:
            assert sign_up(shop, "idv-adult") == (201, "new-member")
        answer = httpx.get(f"{mock.base_url}/_mock/sandbox", headers={"Host": "portone-mock:8585"}, trust_env=False)
        assert answer.status_code == 200


def test_the_shop_waits_for_a_mock_that_says_when_it_works() -> None:
    assert SHOP["depends_on"] == {"portone-mock": {"condition": "service_healthy"}}
    for service in (MOCK, SHOP):
        assert "HEALTHCHECK" in [it.name for it in instructions(ROOT / service["build"] / "Dockerfile")]


def test_both_are_reached_from_this_machine_only_and_may_do_little() -> None:
    for service in (MOCK, SHOP):
        assert [port.partition(":")[0] for port in service["ports"]] == ["127.0.0.1"]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        exposed = [it.value for it in instructions(ROOT / service["build"] / "Dockerfile") if it.name == "EXPOSE"]
        assert [port.rpartition(":")[2] for port in service["ports"]] == exposed


def test_its_image_copies_what_is_there_and_installs_what_the_tests_run_it_with() -> None:
    copied = [it.words()[0] for it in instructions(SAMPLES / SAMPLE / "Dockerfile") if it.name == "COPY"]
    assert set(copied) == {path.as_posix() for path in context_files(SAMPLES / SAMPLE)} - {
        "Dockerfile",
        ".dockerignore",
    }
    wanted = json.loads((SAMPLES / SAMPLE / "package.json").read_bytes())["dependencies"]
    assert wanted.items() <= json.loads((NODE_FOLDER / "package.json").read_bytes())["dependencies"].items()
