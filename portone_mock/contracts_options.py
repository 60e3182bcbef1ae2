"""The options of `pytest --pyargs contracts`: the judge's tests are in a package whose conftest pytest reads too late.

Lives here: options only. May not: anything of the judge, which may not be installed.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Those of `portone-contracts verify`, with `--portone-` before them."""
    group = parser.getgroup("portone-contracts", "portone-contracts (pytest --pyargs contracts)")
    group.addoption("--portone-base-url", metavar="URL", help="the server to judge")
    group.addoption("--portone-api-secret", metavar="S|@FILE", help="its API secret (better: PORTONE_API_SECRET)")
    group.addoption("--portone-legacy-key", metavar="K|@FILE", help="an API key for /login/api-key")
    group.addoption("--portone-store-id", metavar="S", help="a store id of the merchant")
    group.addoption(
        "--portone-arrangement", metavar="auto|mock|none|FILE", default="auto", help="what prepares verifications"
    )
    group.addoption("--portone-only", metavar="NUMBERS", help="such as TOKEN-03,READ-*, or labels")
    group.addoption("--portone-read-only", action="store_true", help="send GET requests only")
    group.addoption("--portone-allow-send", action="store_true", help="let a send go to another machine")
    group.addoption("--portone-seed", type=int, metavar="N", help="decides what is generated")
    group.addoption("--portone-max-examples", type=int, metavar="N", help="examples of each property")
    group.addoption("--portone-expected-failures", metavar="FILE", help="contracts known to be broken")
    group.addoption("--portone-timeout", type=float, metavar="S", default=10.0, help="for one answer")
    group.addoption("--portone-time-limit", type=float, metavar="S", default=600.0, help="for the whole run")
    group.addoption("--portone-lang", choices=("ko", "en"), default="en", help="of reasons and failures")
