"""The inbox: every SMS that a customer of this sandbox got.

Lives here: /_mock/messages. May not: sending (api/api_mode.py).
"""

from ..answer import Answer, of_json
from ..domain.timestamps import rfc3339
from .endpoint import ControlCall, done
from .waiting import PARAMETERS, reached, read_wait, wait_for


async def list_messages(control: ControlCall) -> Answer:
    """`{"messages": […], "total", "reached"?}`, newest first; `?count=N&timeout=S` waits until so many are there."""
    sandbox = await control.sandbox(*PARAMETERS)
    wait = read_wait(control.parameters(*PARAMETERS))
    waited = await wait_for(control, sandbox, wait, lambda: len(sandbox.messages or ())) if wait is not None else None
    messages = [
        {
            "at": rfc3339(message.at),
            "identityVerificationId": message.identity_verification_id,
            "identityVerificationTxId": message.identity_verification_tx_id,
            "to": message.to,
            "text": message.text,
            "otp": message.otp,
            "channel": message.channel,
        }
        for message in reversed(sandbox.messages or ())
    ]
    return of_json({"messages": messages, "total": len(messages), **reached(waited)})


async def delete_messages(control: ControlCall) -> Answer:
    """Empty the inbox."""
    sandbox = await control.sandbox()
    sandbox.messages = None
    control.mock.store.touch(sandbox)
    return done()
