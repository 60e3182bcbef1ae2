"""What the SDK's script is told when a call is refused: PortOne's code beside the type, and the message in Korean.

Lives here: that rendering. May not: the codes (domain/browser_results.py), any rule.
"""

from ..answer import Answer, of_refusal
from ..control.endpoint import ControlCall, Handler
from ..domain.browser_results import code_of
from ..domain.errors import Refusal


def for_pages(handler: Handler, *, operation: str | None = None) -> Handler:
    """The handler, its refusals told as pages read them: `{type, message, code, messages: {ko, en}, …}`.

    With an `operation` the journal has its calls by this name.
    """

    async def told(control: ControlCall) -> Answer:
        answer = await answered(control)
        if operation is not None:
            control.write(operation, answer)
        return answer

    async def answered(control: ControlCall) -> Answer:
        try:
            return await handler(control)
        except Refusal as refusal:
            refusal.details["code"] = code_of(refusal.type)
            refusal.details["messages"] = {"ko": refusal.ko, "en": refusal.why}
            return of_refusal(refusal)

    return told
