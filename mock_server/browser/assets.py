"""The files that browsers load: the SDK's script in its two builds, and what the window's page is made with.

Lives here: serving them. May not: anything that differs from one sandbox to another.
"""

from functools import cache
from pathlib import Path
from typing import Final

from ..answer import Answer, Headers
from ..control.endpoint import ControlCall

_FOLDER: Final = Path(__file__).parent
# Any page may load them, pages that isolate themselves (COEP) included.
_OPEN: Final = (
    (b"cache-control", b"no-cache"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)
_JAVASCRIPT: Final[Headers] = ((b"content-type", b"text/javascript; charset=utf-8"), *_OPEN)
_CSS: Final[Headers] = ((b"content-type", b"text/css; charset=utf-8"), *_OPEN)
# One source, two builds. The classic one keeps its names to itself and leaves window.PortOne behind.
_CLASSIC: Final = """(function () {{
"use strict";
{source}
window.PortOne = makePortOne(document.currentScript && document.currentScript.src);
}})();
"""
_MODULE: Final = """{source}
const PortOne = makePortOne(import.meta.url);
export const {{
  requestIdentityVerification,
  requestPayment,
  requestIssueBillingKey,
  requestIssueBillingKeyAndPay,
  loadPaymentUI,
  loadIssueBillingKeyUI,
  updateLoadPaymentUIRequest,
  updateLoadIssueBillingKeyUIRequest,
}} = PortOne;
export default PortOne;
"""


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


async def get_sdk(control: ControlCall) -> Answer:
    """The script for a script tag: it defines window.PortOne."""
    return Answer(200, _CLASSIC.format(source=_text("browser-sdk.js")).encode(), headers=_JAVASCRIPT)


async def get_sdk_module(control: ControlCall) -> Answer:
    """The same as a module: PortOne's functions, and all of them as the default."""
    return Answer(200, _MODULE.format(source=_text("browser-sdk.js")).encode(), headers=_JAVASCRIPT)


async def get_window_script(control: ControlCall) -> Answer:
    """The script of the window's page."""
    return Answer(200, _text("window.js").encode(), headers=_JAVASCRIPT)


async def get_window_style(control: ControlCall) -> Answer:
    """The style of the window's page."""
    return Answer(200, _text("window.css").encode(), headers=_CSS)
