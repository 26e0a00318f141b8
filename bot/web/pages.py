"""The pages: the assistant, the notice on personal data, the page of errors, the description of the API."""

from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bot.web.services import services_of

FOLDER = Path(__file__).resolve().parent
STATIC = FOLDER / "static"

#: Added to the assistant's own time-out before the page gives up, in seconds.
PAGE_PATIENCE_S = 10


def home(request: Request) -> Response:
    """Gives the page with the assistant; its script reads the limits from it."""
    settings = services_of(request).settings
    page = Template((STATIC / "index.html").read_text(encoding="utf-8"))
    return HTMLResponse(
        page.substitute(
            message_max_chars=settings.message_max_chars,
            answer_timeout_ms=round((settings.answer_timeout_s + PAGE_PATIENCE_S) * 1000),
        )
    )


async def personal_data(_request: Request) -> Response:
    """Gives the notice on personal data."""
    return FileResponse(STATIC / "donnees-personnelles.html")


async def api_description(_request: Request) -> Response:
    """Gives the OpenAPI description."""
    return FileResponse(FOLDER / "openapi.yaml", media_type="application/yaml")


def error_page(status: int) -> Response:
    """Gives a French page for an error outside the API."""
    name = "introuvable.html" if status < 500 else "indisponible.html"
    return FileResponse(STATIC / name, status_code=status)
