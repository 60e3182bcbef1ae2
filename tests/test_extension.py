"""The name of the wire's extension is to be had without loading the wire (what is done under it: wire/)."""

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def test_an_application_looks_for_the_wire_without_loading_it() -> None:
    """`create_app` runs under any server: neither our wire nor uvicorn may be needed for it."""
    asked = (
        "import sys; from mock_server import Settings, create_app; create_app(Settings()); "
        "import mock_server.extension; print(sorted({'mock_server.wire', 'uvicorn', 'httptools'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
