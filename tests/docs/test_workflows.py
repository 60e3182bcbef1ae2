"""The YAML of docs/containers.md: it can be read, what it names exists, and the shell commands of its steps run."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from mock_server.serving import bind
from mock_server.settings import read
from tests.container.dockerfile import instructions
from tests.docs.pages import ROOT, blocks
from tests.docs.running import SHOWN_URL, commands

PAGE: Final = ROOT / "docs" / "containers.md"
FILES: Final = {block.file: list(yaml.safe_load_all(block.text)) for block in blocks(PAGE) if block.language == "yaml"}


def steps() -> dict[str, str]:
    (workflow,) = FILES[".github/workflows/test.yaml"]
    return {step["name"]: step["run"] for step in workflow["jobs"]["test"]["steps"] if "run" in step}


@pytest.mark.curl
def test_the_steps_start_a_mock_wait_for_it_and_show_what_it_was_asked(tmp_path: Path) -> None:
    """As a runner does it: each step is a `bash -e` of its own, and what one leaves running goes on running."""
    listener = bind("127.0.0.1", 0)[0]
    port = str(listener.getsockname()[1])
    listener.close()

    def step(name: str) -> str:
        with subprocess.Popen(
            ["bash", "-e", "-c", steps()[name].replace(SHOWN_URL, f"http://localhost:{port}")],
            cwd=tmp_path,
            env={
                "PATH": f"{commands(tmp_path)}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "PORTONE_MOCK_PORT": port,
            },
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as started:
            groups.append(started.pid)
            said, _ = started.communicate(timeout=60)
        assert started.returncode == 0
        return said

    groups: list[int] = []
    try:
        assert '"status":"ok"' in step("Start")
        shown = step("What the mock said")
        assert f"portone-mock listening on http://localhost:{port}\n" in shown
        assert '"total":0' in shown
    finally:
        os.killpg(groups[0], signal.SIGTERM)


def test_a_workflow_tells_the_application_what_env_does() -> None:
    for name in (".github/workflows/test.yaml", ".github/workflows/test-with-service.yaml"):
        (workflow,) = FILES[name]
        assert workflow["jobs"]["test"]["env"] == {
            "PORTONE_API_BASE": SHOWN_URL,
            "PORTONE_API_SECRET": "mock-api-secret",
        }


def test_what_a_service_container_is_told_are_settings_and_its_port_is_the_images() -> None:
    (workflow,) = FILES[".github/workflows/test-with-service.yaml"]
    service = workflow["jobs"]["test"]["services"]["portone-mock"]
    assert read({}, service["env"])[0].open_control
    assert service["ports"] == [f"{exposed()}:{exposed()}"]


def exposed() -> str:
    (port,) = (it.value for it in instructions(ROOT / "Dockerfile") if it.name == "EXPOSE")
    return port


def test_the_deployment_has_no_service_links_and_asks_the_port_and_path_that_there_are() -> None:
    deployment, service = FILES["portone-mock.yaml"]
    pod: dict[str, Any] = deployment["spec"]["template"]["spec"]
    assert pod["enableServiceLinks"] is False
    (container,) = pod["containers"]
    ports = [container["ports"][0]["containerPort"], service["spec"]["ports"][0]["port"]]
    probes = [container[name]["httpGet"] for name in ("readinessProbe", "livenessProbe")]
    assert [*ports, *(probe["port"] for probe in probes)] == [int(exposed())] * 4
    assert {probe["path"] for probe in probes} == {"/_mock/health"}
    assert service["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    read({}, {each["name"]: "a-token" for each in container["env"]})
