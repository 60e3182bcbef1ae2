"""The YAML of docs/probe.md: it can be read, and what it runs does run, with other addresses and ports."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts.probe.processes import running_application
from mock_server.settings import read
from portone_mock import MockPortOne
from tests.docs.pages import ROOT, blocks
from tests.docs.running import commands
from tests.probe.command import free_port, probe

PAGE: Final = ROOT / "docs" / "probe.md"
TEXTS: Final = {block.file: block.text for block in blocks(PAGE) if block.language == "yaml"}
DATED: Final = ROOT / "tests" / "probe" / "dated"


def whole(name: str) -> Any:
    return yaml.safe_load(TEXTS[name])


@pytest.mark.node
@pytest.mark.faketime
def test_the_step_of_the_workflow_probes_what_npm_starts(tmp_path: Path) -> None:
    (job,) = whole(".github/workflows/probe.yaml")["jobs"].values()
    (command,) = (step["run"] for step in job["steps"] if step.get("name") == "Probe")
    port = free_port()
    # The application here keeps no accounts: of the cases some that it is about.
    more = f"mockPort: {free_port()}\nonly: AGE-01,AGE-13,STATUS-02\n"
    (tmp_path / "probe.yaml").write_text(TEXTS["probe.yaml"].replace("3000", str(port)) + more, "utf-8")
    (tmp_path / "package.json").write_text(json.dumps({"scripts": {"start": f"node {DATED / 'app.mjs'}"}}))
    ran = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=tmp_path,
        env={"PATH": f"{commands(tmp_path)}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (artifact,) = (step["with"]["path"] for step in job["steps"] if "upload-artifact" in step.get("uses", ""))
    assert {one.name for one in tmp_path.glob(artifact)} == {"probe.yaml", "probe.xml", "probe.html", "probe.json"}
    cases = json.loads((tmp_path / "probe.json").read_text("utf-8"))["cases"]
    assert {row["case"]: row["verdict"] for row in cases} == dict.fromkeys(("STATUS-02", "AGE-01", "AGE-13"), "held")


def test_the_command_of_the_compose_file_probes_its_application(tmp_path: Path, portone: MockPortOne) -> None:
    services = whole("compose.probe.yaml")["services"]
    assert read({}, services["portone-mock"]["environment"])[0].open_control
    port = free_port()
    here = {
        "http://app:3000": f"http://127.0.0.1:{port}",
        "http://portone-mock:8585": portone.base_url,
        "/report": str(tmp_path),
    }

    def moved(text: str) -> str:
        for there, address in here.items():
            text = text.replace(there, address)
        return text

    told = {name: moved(value) for name, value in services["app"]["environment"].items()}
    arguments = [moved(one) for one in services["probe"]["command"]]
    command = f"{sys.executable} -B {DATED / 'app.py'}"
    with running_application(command, arguments[0], {**told, "PORT": str(port)}):
        done = probe(*arguments, "--only", "STATUS-02", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert {one.name for one in tmp_path.iterdir()} == {"probe.xml", "probe.html"}
