"""What a visitor reads when a request cannot be answered (RFC 9457), always in French, never a trace.

`sent` tells the page what it may say honestly: `no`, the assistant has not seen the message; `unknown`, it
may have been handled although its answer is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Sent(StrEnum):
    """Whether the message of a failed request was passed on to the assistant."""

    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Problem:
    """One kind of refusal or failure.

    Attributes:
        status: HTTP status.
        name: stable ASCII name, the end of `type`.
        title: short, the same for every occurrence.
        detail: what happened and what to do.
        sent: whether the message was passed on.
    """

    status: int
    name: str
    title: str
    detail: str
    sent: Sent = Sent.NO


class Refused(Exception):
    """Raised anywhere under the API to answer with a problem, and with these headers."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.headers = headers


UNREADABLE = Problem(
    400,
    "message-illisible",
    "Message illisible",
    "Le message reçu n’a pas la forme attendue. Rechargez la page, puis écrivez à nouveau.",
)
EMPTY = Problem(
    400, "message-vide", "Message vide", "Votre message est vide. Écrivez votre question, puis envoyez-la."
)
NOT_TEXT = Problem(
    400,
    "message-non-textuel",
    "Message non textuel",
    "Votre message contient des caractères qui ne sont pas du texte. Écrivez votre question avec des mots.",
)
UNKNOWN_SESSION = Problem(
    401,
    "session-inconnue",
    "Conversation expirée",
    "Cette conversation a expiré ou n’est pas reconnue. Commencez une nouvelle conversation.",
)
BUTTON_REFUSED = Problem(
    403,
    "bouton-refuse",
    "Choix expiré",
    "Ce choix ne peut plus être utilisé. Écrivez votre réponse, ou posez à nouveau votre question.",
)
OPINION_UNREADABLE = Problem(
    400,
    "avis-illisible",
    "Avis illisible",
    "L’avis reçu n’a pas la forme attendue. Rechargez la page, puis réessayez.",
)
OPINION_REFUSED = Problem(
    403,
    "avis-refuse",
    "Avis refusé",
    "Il est trop tard pour donner votre avis sur cette réponse, ou elle vient d’une autre conversation. Rien"
    " n’a été enregistré.",
)
OPINION_LOST = Problem(
    503,
    "avis-non-enregistre",
    "Avis non enregistré",
    "Votre avis n’a pas pu être enregistré. La conversation n’en est pas changée. Réessayez dans quelques"
    " minutes.",
)
NOT_FOUND = Problem(404, "introuvable", "Adresse inconnue", "Cette adresse n’existe pas.")
METHOD_REFUSED = Problem(
    405,
    "methode-refusee",
    "Méthode refusée",
    "Cette adresse n’accepte pas cette méthode. Consultez /openapi.yaml.",
)
BODY_TOO_LARGE = Problem(
    413,
    "message-trop-long",
    "Message trop long",
    "Votre message est trop long. Raccourcissez-le, ou envoyez-le en plusieurs fois.",
)
NOT_JSON = Problem(
    415,
    "format-refuse",
    "Format refusé",
    "Le message doit être envoyé en JSON (application/json), sans compression.",
)
COMMAND_REFUSED = Problem(
    422,
    "commande-refusee",
    "Commande refusée",
    "Un message ne peut pas commencer par une barre oblique. Écrivez votre demande avec des mots.",
)
TOO_MANY = Problem(
    429,
    "trop-de-messages",
    "Trop de messages",
    "Vous envoyez beaucoup de messages en peu de temps. Patientez quelques secondes, puis réessayez.",
)
UNEXPECTED = Problem(
    500,
    "erreur-imprevue",
    "Erreur imprévue",
    "Une erreur imprévue s’est produite. Nous ne savons pas si votre message a été traité. Vous pouvez"
    " réessayer : une confirmation répétée n’ouvre jamais deux dossiers.",
    Sent.UNKNOWN,
)
UNAVAILABLE = Problem(
    503,
    "service-indisponible",
    "Service indisponible",
    "L’assistant ne peut pas répondre pour le moment. Rien n’a été transmis. Réessayez dans quelques"
    " minutes, ou écrivez à territoires-integration-dgef-diair@interieur.gouv.fr.",
)
UNANSWERED = Problem(
    503,
    "reponse-absente",
    "Réponse absente",
    "L’assistant n’a pas pu répondre. Nous ne savons pas si votre message a été traité. Vous pouvez"
    " réessayer : une confirmation répétée n’ouvre jamais deux dossiers.",
    Sent.UNKNOWN,
)
LATE = Problem(
    504,
    "reponse-tardive",
    "Réponse tardive",
    "La réponse n’est pas arrivée à temps. Nous ne savons pas si votre message a été traité. Vous pouvez"
    " réessayer : une confirmation répétée n’ouvre jamais deux dossiers.",
    Sent.UNKNOWN,
)


def text_too_long(max_chars: int) -> Problem:
    """Tells how long a message may be, in characters."""
    limit = f"{max_chars:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return Problem(
        BODY_TOO_LARGE.status,
        BODY_TOO_LARGE.name,
        BODY_TOO_LARGE.title,
        f"Votre message dépasse {limit} caractères. Raccourcissez-le, ou envoyez-le en plusieurs fois.",
    )


def for_status(status: int) -> Problem:
    """Gives the problem of a status that Starlette itself decided (unknown address, wrong method…)."""
    for problem in (NOT_FOUND, METHOD_REFUSED, BODY_TOO_LARGE):
        if problem.status == status:
            return problem
    return UNREADABLE if status < 500 else UNEXPECTED


def problem_response(
    problem: Problem, request_id: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Writes a problem as `application/problem+json`."""
    return JSONResponse(
        {
            "type": f"/problemes/{problem.name}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            "sent": problem.sent,
            "request_id": request_id,
        },
        status_code=problem.status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


async def answer_refused(request: Request, error: Exception) -> Response:
    """Exception handler of the application for `Refused`."""
    if not isinstance(error, Refused):
        raise error
    return problem_response(error.problem, request.state.request_id, error.headers)
