"""Which handler a path outside PortOne's API has.

Lives here: the routes of the Starlette application. May not: handling. Paths arrive as they were sent,
percent-encoded, so that an id with an encoded slash stays one segment.
"""

from typing import Final

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..answer import of_refusal
from ..browser import assets
from ..browser.attempts import open_window
from ..browser.completion import complete_window, wait_for_answer
from ..browser.otp import check_details, send_otp
from ..browser.refusals import for_pages
from ..browser.window_page import get_window
from ..call import decoded_segment
from ..console.door import ConsoleDoor
from ..domain.errors import Refusal
from ..domain.nearest import nearest
from ..domain.operations import FROM_BROWSER, IN_WINDOW
from ..mock import Mock
from ..pages import get_control_openapi, get_openapi, get_root
from . import (
    clock,
    effects,
    faults,
    health,
    messages,
    outcomes,
    people,
    requests,
    sandboxes,
    scenario_text,
    scenarios,
    state,
    verifications,
)
from .endpoint import Endpoint, in_english


class SegmentConvertor(Convertor[str]):
    """One percent-encoded segment of a path, decoded."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        """The segment as text; Refusal (INVALID_REQUEST) for what is no UTF-8."""
        return decoded_segment(value.encode("latin-1"))

    def to_string(self, value: str) -> str:
        """Not used: nothing here builds URLs from routes."""
        return value


register_url_convertor("segment", SegmentConvertor())


def _routes(mock: Mock) -> list[Route]:
    console = ConsoleDoor(mock)
    return [
        Route("/", Endpoint(mock, is_open=True, GET=get_root)),
        Route("/openapi.json", Endpoint(mock, is_open=True, GET=get_openapi)),
        Route("/_mock/openapi.json", Endpoint(mock, is_open=True, GET=get_control_openapi)),
        Route("/_mock/health", Endpoint(mock, is_open=True, GET=health.get_health)),
        Route("/_mock/sandboxes", Endpoint(mock, GET=sandboxes.list_sandboxes, POST=sandboxes.create_sandbox)),
        Route("/_mock/sandbox", Endpoint(mock, GET=sandboxes.get_sandbox, DELETE=sandboxes.delete_sandbox)),
        Route("/_mock/state", Endpoint(mock, GET=state.get_state, PUT=state.put_state)),
        Route("/_mock/reset", Endpoint(mock, POST=sandboxes.reset_sandbox)),
        Route("/_mock/scenarios", Endpoint(mock, GET=scenarios.list_scenarios)),
        Route("/_mock/scenarios/{name:segment}", Endpoint(mock, POST=scenarios.post_scenario)),
        Route("/_mock/scenario", Endpoint(mock, GET=scenario_text.get_text, PUT=scenario_text.put_text)),
        Route("/_mock/scenario/check", Endpoint(mock, POST=scenario_text.check_text)),
        Route("/_mock/scenario.schema.json", Endpoint(mock, GET=scenarios.get_schema)),
        Route("/_mock/verifications", Endpoint(mock, GET=verifications.list_verifications)),
        Route(
            "/_mock/verifications/{id:segment}",
            Endpoint(
                mock,
                GET=verifications.get_verification,
                PUT=verifications.put_verification,
                DELETE=verifications.delete_verification,
            ),
        ),
        Route("/_mock/verifications/{id:segment}/complete", Endpoint(mock, POST=outcomes.complete_verification)),
        Route("/_mock/outcomes", Endpoint(mock, GET=outcomes.list_outcomes)),
        Route(
            "/_mock/next",
            Endpoint(mock, GET=outcomes.get_next, POST=outcomes.post_next, DELETE=outcomes.delete_next),
        ),
        Route("/_mock/clock", Endpoint(mock, GET=clock.get_clock, PUT=clock.put_clock, DELETE=clock.delete_clock)),
        Route("/_mock/clock/advance", Endpoint(mock, POST=clock.advance_clock)),
        Route(
            "/_mock/faults", Endpoint(mock, GET=faults.list_faults, POST=faults.post_fault, DELETE=faults.delete_faults)
        ),
        Route("/_mock/faults/{id:segment}", Endpoint(mock, DELETE=faults.delete_fault)),
        Route("/_mock/effects", Endpoint(mock, GET=effects.get_effects, DELETE=effects.delete_effects)),
        Route("/_mock/messages", Endpoint(mock, GET=messages.list_messages, DELETE=messages.delete_messages)),
        Route("/v2/browser-sdk.js", Endpoint(mock, is_open=True, GET=assets.get_sdk)),
        Route("/v2/browser-sdk.esm.js", Endpoint(mock, is_open=True, GET=assets.get_sdk_module)),
        Route("/browser/attempts", Endpoint(mock, is_open=True, POST=for_pages(open_window, operation=FROM_BROWSER))),
        Route("/browser/window.js", Endpoint(mock, is_open=True, GET=assets.get_window_script)),
        Route("/browser/window.css", Endpoint(mock, is_open=True, GET=assets.get_window_style)),
        Route("/browser/window/{id:segment}", Endpoint(mock, is_open=True, GET=get_window)),
        *(
            Route(
                f"/browser/window/{{id:segment}}/{call}",
                Endpoint(mock, is_open=True, POST=for_pages(handler, operation=IN_WINDOW[call])),
            )
            for call, handler in (("complete", complete_window), ("check", check_details), ("otp", send_otp))
        ),
        Route("/browser/window/{id:segment}/answer", Endpoint(mock, is_open=True, GET=for_pages(wait_for_answer))),
        Route("/_mock/people", Endpoint(mock, GET=people.list_people, POST=people.post_person)),
        Route("/_mock/people/{person:segment}", Endpoint(mock, PUT=people.put_person)),
        Route("/_mock/requests", Endpoint(mock, GET=requests.list_requests, DELETE=requests.delete_requests)),
        Route("/_mock/requests/{n:segment}", Endpoint(mock, GET=requests.get_request)),
        Route("/_mock/", console),
        Route("/_mock", console),
        Route("/_mock/console/{page:path}", console),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    """What a path that cannot be read is answered with."""
    assert isinstance(error, Refusal)
    return _response(in_english(error))


def _response(refusal: Refusal) -> Response:
    answer = of_refusal(refusal)
    return Response(answer.body, answer.status, {name.decode(): value.decode() for name, value in answer.headers})


async def _failed(request: Request, error: Exception) -> Response:
    """What Starlette would say in plain text; the error goes on to the server's log after this answer."""
    return _response(
        Refusal("MOCK_INTERNAL_ERROR", "The mock itself failed on this call, which is a bug in it; see its log.")
    )


def control_app(mock: Mock) -> Starlette:
    """Everything that is not a path of PortOne's."""
    routes = _routes(mock)
    known: Final = [route.path.replace(":segment", "") for route in routes if isinstance(route.endpoint, Endpoint)]

    async def not_found(request: Request, error: Exception) -> Response:
        path = request.scope["path"][:200]
        near = nearest(path, known, cutoff=0.5)
        refusal = Refusal(
            "MOCK_NOT_FOUND",
            f"There is nothing at {path}."
            + (f" The nearest path is {near}." if near else f" Known: {', '.join(known)}."),
            nearest=near,
            known=known,
        )
        return _response(refusal)

    handlers: Final = {HTTPException: not_found, Refusal: _refused, Exception: _failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app
