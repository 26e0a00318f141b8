"""A question that the assistant hands over: what the two messages say, and their final bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.handoff.headers import one_line
from bot.handoff.inboxes import Detour, Recipient
from bot.handoff.message import Attachment, Mail, address, fill, finish, start
from bot.handoff.wording import (
    SIGNATURE,
    Block,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Title,
    french_moment,
)
from bot.territory.model import Collectivite, Departement, Prefecture

#: Longest question carried over into a message, in characters.
QUESTION_MAX = 1_500

#: Name of the file that holds the conversation.
TRANSCRIPT_NAME = "conversation.txt"

_UNSAID = "collectivité non précisée"
_NO_OFFICE = "préfecture à déterminer"


@dataclass(frozen=True)
class HandedQuestion:
    """A question as its messages tell it.

    Attributes:
        reference: `CTAI-Q26-XXXX-XXXX-C`.
        collectivite: who asks, None when not said.
        departement: where, None when nothing is known.
        prefecture: who is competent, None when nothing is known.
        requester_email: the address that the code proved.
        verified_at: when it was proved, aware.
        question: as the visitor wrote it.
        transcript: the conversation, None when the visitor did not agree to join it.
        certain: False when the ministry has still to confirm that this préfecture is competent.
    """

    reference: str
    collectivite: Collectivite | None
    departement: Departement | None
    prefecture: Prefecture | None
    requester_email: str
    verified_at: datetime
    question: str
    transcript: str | None
    certain: bool


def place_label(collectivite: Collectivite | None, departement: Departement | None) -> str:
    """Names who asks: « Guéret (23, Creuse) », « collectivité non précisée (23, Creuse) »."""
    if collectivite is not None:
        return collectivite.label
    return _UNSAID if departement is None else f"{_UNSAID} ({departement.code}, {departement.name})"


def question_message(asked: HandedQuestion, recipient: Recipient, *, mail_from: str, clock: Clock) -> Mail:
    """Builds what the préfecture receives; when the central inbox stands in, the subject and the text say so.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
    """
    subject = f"[CTAI] Question transmise – {place_label(asked.collectivite, asked.departement)}"
    if recipient.redirected:
        name = asked.prefecture.name if asked.prefecture else _NO_OFFICE
        subject = f"[À réorienter – {name[:1].upper()}{name[1:]}] {subject}"
    message = start(subject, mail_from, recipient.address, clock())
    if recipient.cc:
        message["Cc"] = [address(copy) for copy in recipient.cc]
    message["Reply-To"] = address(asked.requester_email)
    fill(message, question_blocks(asked, recipient.detour), _files(asked), html=True)
    return finish(message, mail_from, (recipient.address, *recipient.cc))


def question_receipt_message(
    asked: HandedQuestion, detour: Detour | None, *, mail_from: str, clock: Clock
) -> Mail:
    """Builds what the requester receives: the same question, and to whom it went.

    Raises:
        UnsafeHeaders: as for `question_message`.
    """
    subject = f"Votre question {asked.reference} est transmise"
    message = start(subject, mail_from, asked.requester_email, clock())
    fill(message, question_receipt_blocks(asked, detour), _files(asked), html=False)
    return finish(message, mail_from, (asked.requester_email,))


def question_blocks(asked: HandedQuestion, detour: Detour | None) -> tuple[Block, ...]:
    """What the préfecture reads, or the central inbox when there is a `detour`."""
    return (
        Title("Question sur le contrat territorial d’accueil et d’intégration (CTAI)"),
        *_detour(asked.prefecture, detour),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "Une personne qui consultait l’assistant CTAI a demandé que la question ci-dessous vous soit "
            "transmise."
        ),
        Facts(
            (
                ("Référence", asked.reference),
                ("Collectivité", _line(asked.collectivite.name if asked.collectivite else "non précisée")),
                ("Département", _departement(asked.departement)),
                ("Service compétent", _line(asked.prefecture.name if asked.prefecture else None)),
                ("Adresse électronique", asked.requester_email),
            )
        ),
        *_doubt(asked),
        Heading("Question, telle qu’elle a été écrite"),
        _quoted(asked.question),
        Heading("Ce qui est attendu"),
        Paragraph(
            "Merci de répondre directement à cette personne\u00a0: une réponse à ce message lui parvient, "
            "sans passer par l’assistant."
        ),
        Heading("Ce qui a été vérifié"),
        Paragraph(
            "Cette personne a prouvé, par un code à usage unique saisi le "
            f"{french_moment(asked.verified_at)}, qu’elle lit l’adresse électronique indiquée. Son identité "
            "et sa collectivité n’ont pas été contrôlées."
        ),
        Heading("Conversation avec l’assistant"),
        Paragraph(
            f"Elle est jointe avec l’accord de cette personne, dans le fichier {TRANSCRIPT_NAME}."
            if asked.transcript
            else "Elle n’est pas jointe."
        ),
        Paragraph(
            f"Merci de rappeler la référence {asked.reference} dans votre réponse. Si vous avez déjà reçu "
            "cette question sous la même référence, ne tenez pas compte de ce doublon."
        ),
        Paragraph(SIGNATURE),
    )


def question_receipt_blocks(asked: HandedQuestion, detour: Detour | None) -> tuple[Block, ...]:
    """What the requester reads once the question is on its way."""
    return (
        Title(f"Votre question {asked.reference} est transmise"),
        Paragraph("Madame, Monsieur,"),
        Paragraph(f"Votre question est adressée {_way(asked.prefecture, detour)}"),
        Facts(
            (
                ("Référence à conserver", asked.reference),
                ("Collectivité", _line(place_label(asked.collectivite, asked.departement))),
            )
        ),
        Heading("Votre question"),
        _quoted(asked.question),
        Heading("La suite"),
        Paragraph(
            "La réponse vous sera envoyée directement, à cette adresse. L’assistant ne peut pas en annoncer "
            "le délai. Sans nouvelles, écrivez à ces services en rappelant votre référence."
        ),
        Heading("Conversation avec l’assistant"),
        Paragraph(
            f"Elle est jointe à votre question, dans le fichier {TRANSCRIPT_NAME}."
            if asked.transcript
            else "Elle n’est pas jointe à votre question."
        ),
        Heading("Vos données"),
        Paragraph(
            "Vos données servent uniquement à transmettre cette question et à y répondre\u00a0; vous pouvez "
            "demander à les consulter, à les corriger ou à les effacer."
        ),
        Paragraph(SIGNATURE),
    )


def _detour(prefecture: Prefecture | None, detour: Detour | None) -> tuple[Block, ...]:
    name = _line(prefecture.name if prefecture else None)
    match detour:
        case None:
            return ()
        case _ if prefecture is None:
            why = "La personne n’a pas précisé sa collectivité, et la préfecture compétente n’est pas connue"
            wanted = "Merci d’y répondre, ou de la faire suivre"
        case Detour.UNCONFIRMED:
            why = (
                "Aucune boîte de réception confirmée n’est enregistrée pour le service compétent\u00a0: "
                f"{name}"
            )
            wanted = "Merci de la faire suivre à ce service, puis de compléter l’annuaire de l’assistant"
        case Detour.EXPIRED:
            why = (
                "La boîte de réception du service compétent n’a pas été confirmée depuis douze mois\u00a0: "
                f"{name}"
            )
            wanted = "Merci de la faire suivre à ce service, puis de compléter l’annuaire de l’assistant"
    return (
        Heading("Message à réorienter"),
        Paragraph(f"{why}. Cette question arrive donc dans la boîte centrale du ministère. {wanted}."),
    )


def _doubt(asked: HandedQuestion) -> tuple[Block, ...]:
    if asked.certain:
        return ()
    return (
        Paragraph(
            "Pour cette collectivité, le service compétent reste à confirmer\u00a0: merci de faire suivre ce "
            "message s’il ne vous revient pas."
        ),
    )


def _way(prefecture: Prefecture | None, detour: Detour | None) -> str:
    if prefecture is None:
        return "à la boîte centrale du ministère de l’Intérieur."
    name = _line(prefecture.name)
    if detour is None:
        return f"au service compétent\u00a0: {name}."
    return (
        "à la boîte centrale du ministère de l’Intérieur, qui la fera suivre au service compétent\u00a0: "
        f"{name}."
    )


def _departement(departement: Departement | None) -> str:
    return _line(f"{departement.name} ({departement.code})" if departement else None)


def _quoted(text: str) -> Quote:
    lines = (one_line(line, QUESTION_MAX) for line in text[:QUESTION_MAX].splitlines())
    return Quote(tuple(line for line in lines if line))


def _line(text: str | None) -> str:
    return one_line(text or "", limit=300) or "non précisé"


def _files(asked: HandedQuestion) -> Sequence[Attachment]:
    if asked.transcript is None:
        return ()
    # The charset is said, for readers who would guess another one.
    return (Attachment(TRANSCRIPT_NAME, "text/plain; charset=utf-8", asked.transcript.encode()),)
