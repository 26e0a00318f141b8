"""Puts the routes and what surrounds them together."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web.documents import download
from bot.web.feedback import post_feedback
from bot.web.frame import body_limit, last_resort, request_ids, security_headers
from bot.web.health import alive, ready
from bot.web.messages import post_message
from bot.web.pages import STATIC, api_description, error_page, home, personal_data
from bot.web.problems import Refused, answer_refused, for_status, problem_response
from bot.web.services import WebServices


def create_app(services: WebServices) -> Starlette:
    """Builds the web application; nothing connects before the first request."""
    app = Starlette(
        routes=[
            Route("/api/messages", post_message, methods=["POST"]),
            Route("/api/feedback", post_feedback, methods=["POST"]),
            Route("/documents/{document_id}/{file_name}", download),
            Route("/", home),
            Route("/donnees-personnelles", personal_data),
            Route("/openapi.yaml", api_description),
            Route("/sante", alive),
            Route("/pret", ready),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(request_ids, services.clock),
            Middleware(security_headers),
            Middleware(last_resort),
            Middleware(body_limit, services.settings.body_max_bytes),
        ],
        exception_handlers={Refused: answer_refused, HTTPException: _answer_http_error},
    )
    # A redirection would be built from the Host header, which a client chooses.
    app.router.redirect_slashes = False
    app.state.services = services
    return app


async def _answer_http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if request.url.path.startswith("/api/"):
        return problem_response(for_status(error.status_code), request.state.request_id, error.headers)
    response = error_page(error.status_code)
    response.headers.update(error.headers or {})
    return response
