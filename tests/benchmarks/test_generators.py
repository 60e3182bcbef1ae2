"""What is written for wrk and read from it. May not: need wrk."""

import math

import pytest

from .exchange import Request
from .generators import lua, parse_wrk
from .processes import ServerError

_REPORT = """Running 1s test @ http://127.0.0.1:8999
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   823.63us    1.43ms   8.72ms   87.01%
    Req/Sec     7.01k     3.21k   10.70k    50.00%
  Latency Distribution
     50%  207.00us
     75%  406.00us
     90%    2.86ms
     99%    1.02s
  6971 requests in 1.01s, 6.20MB read
{problem}Requests/sec:   6957.91
Transfer/sec:      6.19MB
"""


def test_figures_are_read_in_one_unit() -> None:
    result = parse_wrk(_REPORT.format(problem=""))
    assert (result.answers, result.answers_in_all) == (6971, 6971)
    assert [result.seconds, result.p50_ms, result.p99_ms] == pytest.approx([1.01, 0.207, 1020])
    assert math.isnan(result.busy)


@pytest.mark.parametrize(
    "problem", ["Non-2xx or 3xx responses: 12", "Socket errors: connect 0, read 3, write 0, timeout 0"]
)
def test_refused_and_failed_requests_are_errors(problem: str) -> None:
    with pytest.raises(ServerError, match=problem):
        parse_wrk(_REPORT.format(problem=f"  {problem}\n"))


def test_a_report_without_figures_is_an_error() -> None:
    with pytest.raises(ServerError, match="no totals"):
        parse_wrk("Usage: wrk <options> <url>")


def test_a_request_becomes_a_script() -> None:
    request = Request("POST", "/login", (("Content-Type", "application/json"),), '{"a": "b"}')
    assert lua(request).splitlines() == [
        'wrk.method = "POST"',
        'wrk.path = "/login"',
        'wrk.headers["Content-Type"] = "application/json"',
        r'wrk.body = "{\"a\": \"b\"}"',
    ]
    assert "wrk.body" not in lua(Request("GET", "/"))
