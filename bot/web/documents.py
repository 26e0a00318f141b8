"""`GET /documents/{document_id}/{file_name}?jeton=…`: the files of a letter, by a link that expires.

The link is the right to read (a capability): it is given in the conversation only, bound to one document,
and dies after a day. Every wrong link has the same answer, so that none tells what exists.
"""

import re
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock
from bot.db import transaction
from bot.letter.storage import DocumentContent, read_document
from bot.logs import logger
from bot.web.pages import error_page
from bot.web.services import WebServices, services_of
from bot.web.signing import Purpose, is_signed, sign

#: How long a link works, in seconds.
LINK_LIFETIME_S = 24 * 3600

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

_TOKEN = re.compile(r"([0-9]{1,11})\.([A-Za-z0-9_-]{43})", re.ASCII)

_log = logger("web")


def document_url(document_id: str, file_name: str, secret_key: str, clock: Clock) -> str:
    """Makes the link to a document, relative to the web's address."""
    expires_at = str(int(clock().timestamp()) + LINK_LIFETIME_S)
    signature = sign(secret_key, Purpose.DOCUMENT, document_id, expires_at)
    return (
        f"/documents/{quote(document_id, safe='')}/{quote(file_name, safe='')}?jeton={expires_at}.{signature}"
    )


def is_valid_link(document_id: str, token: str, secret_key: str, clock: Clock) -> bool:
    """Tells whether `token` opens this document now."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return False
    expires_at, signature = match.groups()
    if not is_signed(signature, secret_key, Purpose.DOCUMENT, document_id, expires_at):
        return False
    return clock().timestamp() < int(expires_at)


async def download(request: Request) -> Response:
    """Gives the file as an attachment, or the page that says it is not available."""
    services = services_of(request)
    document_id = request.path_params["document_id"]
    token = request.query_params.get("jeton", "")
    if not is_valid_link(document_id, token, services.settings.secret_key, services.clock):
        return error_page(404)
    try:
        document = await run_in_threadpool(_read, document_id, services)
    except SQLAlchemyError as error:
        _log.error("document.unreadable", error=type(error).__name__)
        return error_page(503)
    if document is None or document.file_name != request.path_params["file_name"]:
        return error_page(404)
    return Response(
        document.content,
        media_type=MEDIA_TYPES[document.kind],
        headers={"Content-Disposition": f'attachment; filename="{document.file_name}"'},
    )


def _read(document_id: str, services: WebServices) -> DocumentContent | None:
    with transaction(services.sessions) as session:
        return read_document(session, document_id)
