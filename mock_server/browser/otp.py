"""Before the OTP of a window: POST /browser/window/{id}/check, after the details, and …/otp, which sends the SMS.

Lives here: those calls. May not: comparing the OTP (domain/window_otp.py). The SMS goes to the sandbox's
inbox and nowhere else.
"""

from ..answer import Answer, of_json
from ..control.endpoint import ControlCall
from ..domain.arrangement import Ids
from ..domain.attempts import Attempt, sms_text
from ..domain.moves import Moment
from ..domain.record import Record
from ..domain.window_otp import with_otp
from ..store.sandbox import Message
from .choice import carrier_note, read_choice, with_chosen
from .completion import attempt_of, open_window_of


async def check_details(control: ControlCall) -> Answer:
    """`{person? | typed?, agency?}` -> `{}` where they can be verified here; changes nothing."""
    window = open_window_of(control)
    choice = await read_choice(control, window)
    return of_json({}, why=carrier_note(choice, window))


async def send_otp(control: ControlCall) -> Answer:
    """`{person? | typed?, agency?}` -> `{to, text}`: the SMS as the customer reads it."""
    window = open_window_of(control)
    choice = await read_choice(control, window)
    sandbox = window.sandbox

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Attempt]:
        record, at = attempt_of(before, window)
        moment = Moment(now=now, ids=ids, world=sandbox.world(window.store_id), otp=sandbox.scenario.otp)
        after = with_otp(with_chosen(record, at, choice, moment.world).record, at, moment)
        return after, after.attempts[at]

    attempt = await control.mock.store.change(sandbox, window.identity_verification_id, transition)
    assert attempt.otp is not None
    message = Message(
        at=sandbox.clock.now(),
        identity_verification_id=window.identity_verification_id,
        identity_verification_tx_id=window.tx_id,
        to=choice.typed.phone_number if choice.typed is not None else str(attempt.customer["phoneNumber"]),
        text=sms_text(attempt.sms_template, attempt.otp.code),
        otp=attempt.otp.code,
        channel=attempt.channel.name,
    )
    sandbox.deliver(message)
    return of_json({"to": message.to, "text": message.text})
