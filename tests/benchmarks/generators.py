"""Load from another process on the other core: wrk where it is installed, else the bundled generator.

Lives here: starting either and reading what it reports. May not: judge a figure.
"""

import json
import math
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from .exchange import Request
from .load import Plan, Result
from .machine import cores, pinned
from .processes import CHECKOUT, Server, ServerError, python

CONNECTIONS: Final = 32
WARM_UP: Final = 0.2
_UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}

Generator = Callable[[Server, Request, float], Result]


def choose(name: str) -> tuple[str, Generator]:
    """The generator of this name (`auto`, `wrk`, `bundled`), and what it is called in the report."""
    if name == "wrk" and not shutil.which("wrk"):
        raise ServerError("--load wrk: there is no `wrk` on the path; install it, or use --load bundled")
    if name != "bundled" and shutil.which("wrk"):
        return "wrk", wrk
    return "bundled asyncio generator", bundled


def bundled(server: Server, request: Request, seconds: float) -> Result:
    """One request over and over for some seconds, after a short warm-up."""
    text = request.encoded(f"{server.host}:{server.port}").decode()
    return carry_out(Plan(server.host, server.port, (text,), CONNECTIONS, seconds, WARM_UP))


def carry_out(plan: Plan) -> Result:
    """Any plan, by the bundled generator."""
    out = _run(python("-m", f"{__package__}.load"), json.dumps(asdict(plan)), plan.seconds)
    return Result(**json.loads(out))


def wrk(server: Server, request: Request, seconds: float) -> Result:
    """The same by wrk, which counts whole seconds and has no warm-up."""
    whole = math.ceil(seconds)
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "request.lua"
        script.write_text(lua(request))
        options = [f"-c{CONNECTIONS}", "-t1", f"-d{whole}s", "--latency", "-s", str(script)]
        return parse_wrk(_run(["wrk", *options, f"http://{server.host}:{server.port}"], "", seconds))


def lua(request: Request) -> str:
    """The request in wrk's scripting language."""
    lines = [f"wrk.method = {json.dumps(request.method)}", f"wrk.path = {json.dumps(request.path)}"]
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in request.headers]
    # A JSON string is a Lua string as long as it is ASCII without \u and \/ escapes, which all of ours are.
    return "\n".join([*lines, *([f"wrk.body = {json.dumps(request.body)}"] if request.body else []), ""])


def parse_wrk(report: str) -> Result:
    """Figures of wrk's report; refused and failed requests are errors, as the bundled generator's are."""
    if wrong := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*[1-9].*", report):
        raise ServerError(f"wrk: {wrong[0]}")
    totals = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", report)
    quantiles = {share: float(value) * _UNITS[unit] for share, value, unit in _QUANTILE.findall(report)}
    if not totals or not {"50", "99"} <= quantiles.keys():
        raise ServerError(f"wrk printed no totals or no latencies: {report[:300]}")
    seconds = float(totals[2]) * _UNITS[totals[3]] / 1000
    return Result(int(totals[1]), seconds, quantiles["50"], quantiles["99"], int(totals[1]), math.nan)


_QUANTILE: Final = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)$", re.MULTILINE)


def _run(command: list[str], given: str, seconds: float) -> str:
    with pinned(cores().load):
        done = subprocess.run(
            command,
            input=given,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=seconds + 60 if seconds else None,
            check=False,
        )
    if done.returncode:
        raise ServerError(f"the load generator gave up: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
