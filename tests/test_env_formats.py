"""What applications are told, read back by what applications read it with."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.env_formats import FORMATS, Connection, render

PLAIN = Connection("http://localhost:8585", "mock-api-secret", "store-1", "channel-key-danal")
AWKWARD = Connection(
    "https://mock.example.test", 'it\'s "$HOME" `id` \\ #1 & more', "store: {a}, [b]", "key-가 = 'x' ! ~ * ? | > \\n"
)
TEXT = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f\x85"), min_size=1, max_size=20
)
TEXT = TEXT.filter(str.isprintable)


def shell_reads(folder: Path, dotenv: str) -> dict[str, str]:
    """The variables that `set -a; . FILE` leaves in the environment."""
    file = folder / "env"
    file.write_text(dotenv + "\n", "utf-8")
    show = "import json, os; print(json.dumps({k: v for k, v in os.environ.items() if 'PORTONE' in k}))"
    command = f'set -a; . {file}; exec python3 -c "{show}"'
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"}
    )
    assert done.stderr == ""
    read: dict[str, str] = json.loads(done.stdout)
    return read


@pytest.mark.parametrize("connection", [PLAIN, AWKWARD], ids=["plain", "awkward"])
def test_a_shell_reads_the_dotenv_lines(tmp_path: Path, connection: Connection) -> None:
    assert shell_reads(tmp_path, render(connection, "dotenv")) == connection.variables()


def test_ordinary_values_stand_there_without_quotes() -> None:
    assert render(PLAIN, "dotenv").splitlines() == [
        "PORTONE_API_BASE=http://localhost:8585",
        "PORTONE_API_SECRET=mock-api-secret",
        "PORTONE_STORE_ID=store-1",
        "PORTONE_CHANNEL_KEY=channel-key-danal",
        "PORTONE_SDK_URL=http://localhost:8585/v2/browser-sdk.js",
    ]


@pytest.mark.parametrize("connection", [PLAIN, AWKWARD], ids=["plain", "awkward"])
def test_next_hands_everything_but_the_secret_and_the_api_to_the_browser(
    tmp_path: Path, connection: Connection
) -> None:
    read = shell_reads(tmp_path, render(connection, "next"))
    public = {name.removeprefix("NEXT_PUBLIC_") for name in read if name.startswith("NEXT_PUBLIC_")}
    assert public == {"PORTONE_STORE_ID", "PORTONE_CHANNEL_KEY", "PORTONE_SDK_URL"}
    assert {name.removeprefix("NEXT_PUBLIC_"): value for name, value in read.items()} == connection.variables()


@given(st.builds(Connection, st.just("http://localhost:1"), TEXT, TEXT, TEXT))
@settings(max_examples=200, deadline=None)
def test_yaml_readers_read_the_others_whatever_the_values(connection: Connection) -> None:
    spring = yaml.safe_load(render(connection, "spring"))
    assert list(spring) == ["portone"]
    assert spring["portone"] == {
        "api-base": connection.base_url,
        "api-secret": connection.api_secret,
        "store-id": connection.store_id,
        "channel-key": connection.channel_key,
        "sdk-url": connection.sdk_url,
    }
    assert yaml.safe_load(render(connection, "compose")) == {"environment": connection.variables()}


def test_in_a_container_localhost_is_explained() -> None:
    assert "host.docker.internal" in render(PLAIN, "compose")
    assert "host.docker.internal" not in render(AWKWARD, "compose")


def test_every_format_is_rendered_and_no_other() -> None:
    assert FORMATS == ("dotenv", "spring", "next", "compose")
    assert len({render(PLAIN, form) for form in FORMATS}) == len(FORMATS)
    with pytest.raises(KeyError):
        render(PLAIN, "toml")
