"""What a user may call, give or send stands in the documents, and the two READMEs do not drift apart."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from contracts.cases import CONTRACTS
from contracts.probe.cases import CASES
from mock_server import Settings, create_app
from mock_server.api.routes import OPERATIONS
from mock_server.domain.order import Order
from mock_server.env_formats import FORMATS
from mock_server.settings import READERS, variable
from portone_mock import contracts_options, pytest_plugin
from tests.docs.contracts import judge_options, prober_options
from tests.docs.pages import PAGES, READMES, ROOT, anchors, blocks, links, text_of
from tests.docs.tables import serve_options

CONTROL = text_of(ROOT / "docs" / "control.md")
BROWSER = text_of(ROOT / "docs" / "browser.md")
PYTEST = text_of(ROOT / "docs" / "pytest.md")
OPTIONS = text_of(ROOT / "docs" / "options.md")
# A comment to the end of the line, but for the one that names a pytest file.
_COMMENT = re.compile(r"[ \t]*#(?! test_).*$", re.MULTILINE)
# Commands of others, with options of their own.
_COMMANDS_OF_OTHERS = re.compile(r"(?:^ *|`|\$ )(?:npx|node|docker|podman|curl|uv|uvx|pipx) [^`\n]*", re.MULTILINE)
WHAT_IT_IS_NOT = {
    "README.md": ("payments", "billing keys", "V1", "webhooks", "official", "production", "real personal data"),
    "README.ko.md": ("결제", "빌링키", "V1", "웹훅", "공식 제품", "운영 환경", "실제 개인정보"),
}


def served_calls() -> set[str]:
    """`METHOD /path` of everything outside PortOne's API, as the server itself names it: by `known` and `Allow`."""

    async def ask() -> set[str]:
        transport = httpx.ASGITransport(create_app(Settings()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            known = (await client.get("/_mock/nothing-is-here")).json()["known"]
            allowed = {path: (await client.request("TRACE", path)).headers["allow"] for path in known}
        return {f"{method} {path}" for path, methods in allowed.items() for method in methods.split(", ")}

    return asyncio.run(ask())


def test_every_control_path_is_in_its_document_and_nothing_else_is() -> None:
    documented = {page: set(re.findall(r"`((?:GET|POST|PUT|DELETE) /[^`]*)`", page)) for page in (CONTROL, BROWSER)}
    of_the_browser = {call for call in served_calls() if re.search(r" /(browser|v2)/", call)}
    assert documented[CONTROL] == served_calls() - of_the_browser
    assert documented[BROWSER] >= of_the_browser


def test_every_member_of_an_order_is_documented() -> None:
    documented = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", CONTROL, re.MULTILINE))))
    assert documented >= set(Order.__struct_encode_fields__)
    for readme in READMES:
        assert [name for name in Order.__struct_encode_fields__ if f"`{name}`" not in text_of(readme)] == []


def test_every_option_of_serve_and_its_variable_is_documented() -> None:
    shown = set(re.findall(r"^\| `(--[a-z-]+)", OPTIONS, re.MULTILINE))
    assert shown == {option.opts[0] for option in serve_options()}
    assert [option for option in READERS if f"`{variable(option)}`" not in OPTIONS] == []


def test_every_fixture_and_option_of_the_pytest_plugin_is_documented_and_no_other_option() -> None:
    names = [name for name in dir(pytest_plugin) if name.startswith("portone")]
    assert [name for name in names if f"`{name}`" not in PYTEST] == []
    assert plugin_options() == set(re.findall(r"^\| `(--[a-z-]+)", PYTEST, re.MULTILINE))


def plugin_options() -> set[str]:
    parser = pytest.Parser(_ispytest=True)
    pytest_plugin.pytest_addoption(parser)
    return {name for option in parser.getgroup("portone-mock").options for name in option.names()}


def pytest_contract_options() -> set[str]:
    parser = pytest.Parser(_ispytest=True)
    contracts_options.pytest_addoption(parser)
    return {name for option in parser.getgroup("portone-contracts").options for name in option.names()}


def test_every_option_of_the_judge_as_pytest_is_documented() -> None:
    text = text_of(ROOT / "docs" / "contracts.md")
    assert [name for name in sorted(pytest_contract_options()) if f"`{name}`" not in text] == []


def test_options_that_a_page_names_exist() -> None:
    """`--format` is of `env`, `--play` of `scenarios validate`, `--record` of `make mutants`; others are known."""
    options = (*serve_options(), *judge_options(), *prober_options())
    commands = {name for option in options for name in (option.opts[0], *option.secondary_opts)}
    others = {"--format", "--play", "--pyargs", "--known", "--all", "--out", "--record"}
    ours = commands | plugin_options() | pytest_contract_options() | others
    texts = (_COMMANDS_OF_OTHERS.sub("", text_of(page)) for page in PAGES)
    named = {option for text in texts for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", text)}
    assert named - ours == set()


def test_every_form_of_env_is_named() -> None:
    for readme in READMES:
        assert [
            form
            for form in FORMATS
            if form != "dotenv" and f"`{form}`" not in text_of(readme).replace("--format ", "`")
        ] == []


def test_the_changelog_tells_how_many_cases_the_probe_has() -> None:
    assert f"{len(CASES)} numbered cases" in text_of(ROOT / "CHANGELOG.md")


def test_the_changelog_tells_how_many_contracts_there_are() -> None:
    assert f"{len(CONTRACTS)} numbered contracts" in text_of(ROOT / "CHANGELOG.md")


def test_every_call_of_portones_that_is_served_is_in_the_changelog() -> None:
    changelog = text_of(ROOT / "CHANGELOG.md").replace("/{id}", "/{identityVerificationId}")
    assert [it.path for it in OPERATIONS if f"`{it.method} {it.path}`" not in changelog] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in links(page) if not leads_somewhere(page, link)]
    assert broken == []


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, fragment = link.partition("#")
    target = page.parent / path if path else page
    return target.is_file() and (not fragment or fragment in anchors(target))


def code_of(readme: Path) -> list[tuple[str, str]]:
    """The code blocks of a README without their comments, and with the one Korean word that code reads in English."""
    found = []
    for block in blocks(readme):
        code = (
            re.sub(r"[ \t]*#(?! test_).*$", "", block.text, flags=re.MULTILINE)
            if block.language != "json"
            else block.text
        )
        found.append((block.language, code.replace('it["ko"]', 'it["en"]')))
    return found


def test_both_readmes_show_the_same_commands_and_the_same_answers() -> None:
    english, korean = (code_of(readme) for readme in READMES)
    # The reasons of the withheld fields are printed in the language of the page.
    reasons = [index for index, (language, text) in enumerate(english) if language == "text" and "phoneNumber:" in text]
    assert len(reasons) == 1
    for index, (ours, theirs) in enumerate(zip(english, korean, strict=True)):
        if index not in reasons:
            assert ours == theirs


def test_both_readmes_have_the_same_sections_and_links() -> None:
    english, korean = (
        (len(re.findall(r"^## ", text_of(readme), re.MULTILINE)), [it for it in links(readme) if "README" not in it])
        for readme in READMES
    )
    assert english[0] == korean[0]
    assert sorted(it for it in english[1] if "#" not in it) == sorted(it for it in korean[1] if "#" not in it)


@pytest.mark.parametrize("readme", READMES, ids=lambda page: page.name)
def test_the_first_screen_says_in_bold_what_this_is_not(readme: Path) -> None:
    first_screen = text_of(readme).split("\n## ")[0]
    bold = " ".join(re.findall(r"\*\*(.+?)\*\*", first_screen, re.DOTALL))
    assert [words for words in WHAT_IT_IS_NOT[readme.name] if words not in bold] == []
