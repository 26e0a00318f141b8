"""Export: everything that is held of a proved address, in one file that a person can read."""

import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.clock import PARIS, Clock
from bot.dossier import journal
from bot.dossier.states import LABELS
from bot.dossier.storage import DossierRow, DossierVersionRow, EmailCodeRow, JournalRow, QuestionRow
from bot.handoff.storage import MessageRow
from bot.letter.drafts import DraftRow
from bot.letter.model import PUBLICS, THEMES
from bot.letter.storage import DocumentRow, LetterRow
from bot.rights import conversations
from bot.rights.erase import REFERENCE
from bot.rights.holdings import Holdings, find_holdings
from bot.rights.verification import RightsRefused
from bot.settings import Settings

#: Who the journal says exported: the person asked, an operator did it.
AUTHOR = "droit d’accès"

#: Fields of a letter, as a person reads them.
LETTER_NAMES = {
    "collectivite": "collectivité",
    "prefecture": "préfecture",
    "departement": "département",
    "addressee": "destinataire",
    "signatory_name": "nom du signataire",
    "signatory_function": "fonction du signataire",
    "email": "adresse électronique",
    "themes": "thèmes",
    "needs": "besoins",
    "written_on": "date",
    "sous_prefecture": "sous-préfecture",
    "signatory_civility": "civilité du signataire",
    "telephone": "téléphone",
    "population": "population",
    "publics": "publics",
    "actions": "actions existantes",
    "elected_contact": "élu référent",
    "technical_contact": "référent technique",
    "prepared_by": "préparée par",
    "prepared_by_function": "fonction de qui l’a préparée",
}

_TO_KNOW = (
    "Les avis sur les réponses et les relectures ne sont reliés à personne : ils ne peuvent pas figurer ici.",
    "Une conversation où l’adresse a été écrite sans être vérifiée par un code ne peut pas figurer ici.",
    "Les messages reçus par une préfecture restent chez elle : demandez-les-lui.",
)


@dataclass(frozen=True)
class Export:
    """What is given to the person.

    Attributes:
        archive: bytes of a zip file: `donnees.json`, the documents, the messages.
        counts: French label -> how many.
    """

    archive: bytes
    counts: dict[str, int]


def export(session: Session, store: Engine | None, settings: Settings, address: str, clock: Clock) -> Export:
    """Gathers what is held of an address and notes in the journal that it was done, without the address.

    Args:
        session: an open transaction; the caller commits.
        store: Rasa's conversations; None when there are none.
        settings: key of the digests.
        address: proved, as `bot.rights.verification.prove_address` returns it.
        clock: gives aware UTC datetimes.
    """
    held = find_holdings(session, store, settings, address)
    files: dict[str, bytes] = {}
    lists: dict[str, list[dict[str, Any]]] = {
        "dossiers": _dossiers(session, held),
        "lettres": _letters(session, held, files),
        "brouillons": _drafts(session, held),
        "questions": _questions(session, held),
        "messages": _messages(session, held, files),
        "codes": _codes(session, held),
        "conversations": [] if store is None else _conversations(store, held),
    }
    counts = {label: len(items) for label, items in lists.items()}
    data = {
        "adresse": address,
        "établi le": _moment(clock()),
        **lists,
        "à savoir": list(_TO_KNOW),
    }
    journal.append(session, REFERENCE, journal.Event.EXPORTED, counts, clock, author=AUTHOR)
    files["donnees.json"] = json.dumps(data, ensure_ascii=False, indent=2).encode()
    return Export(_zipped(files), counts)


def write_export(exported: Export, out: Path) -> None:
    """Writes the file for its owner alone; a file that exists is left alone.

    Raises:
        RightsRefused: it cannot be written there.
    """
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise RightsRefused(f"{out} ne peut pas être écrit : {error.strerror}") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(exported.archive)


def _dossiers(session: Session, held: Holdings) -> list[dict[str, Any]]:
    rows = session.scalars(select(DossierRow).where(DossierRow.id.in_(held.dossiers)).order_by(DossierRow.id))
    return [
        {
            "référence": row.reference,
            "état": LABELS[row.state],
            "depuis le": _moment(row.state_since),
            "ouvert le": _moment(row.opened_at),
            "fermé le": _moment(row.closed_at),
            "collectivité": row.collectivite_label,
            "préfecture": row.prefecture_name,
            "par la boîte centrale": row.redirected,
            "adresse électronique": row.requester_email,
            "nom": row.requester_name,
            "fonction": row.requester_function,
            "versions": _versions(session, row.id),
            "journal": _journal(session, row.reference),
        }
        for row in rows
    ]


def _versions(session: Session, dossier_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(DossierVersionRow)
        .where(DossierVersionRow.dossier_id == dossier_id)
        .order_by(DossierVersionRow.number)
    )
    return [
        {"numéro": row.number, "lettre": row.letter_id, "envoyée le": _moment(row.sent_at)} for row in rows
    ]


def _journal(session: Session, reference: str) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(JournalRow).where(JournalRow.reference == reference).order_by(JournalRow.id)
    )
    return [
        {
            "le": _moment(row.at),
            "événement": row.event,
            "par": row.author,
            "détail": json.loads(row.detail),
        }
        for row in rows
    ]


def _letters(session: Session, held: Holdings, files: dict[str, bytes]) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(LetterRow)
        # Where the address was only written, somebody else may have written it.
        .where(LetterRow.id.in_(held.letters), LetterRow.conversation_id.in_(held.conversations))
        .order_by(LetterRow.id)
    )
    letters = []
    for row in rows:
        documents = session.scalars(select(DocumentRow).where(DocumentRow.letter_id == row.id)).all()
        names = {f"lettres/{row.id}/{document.file_name}": document.content for document in documents}
        files.update(names)
        letters.append(
            {
                "numéro": row.id,
                "écrite le": _moment(row.created_at),
                "contenu": _letter(row.data),
                "fichiers": sorted(names),
            }
        )
    return letters


def _letter(data: Mapping[str, Any]) -> dict[str, Any]:
    return {LETTER_NAMES[field]: _readable(value) for field, value in data.items()}


def _readable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value["name"]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [THEMES.get(one) or PUBLICS.get(one) or one for one in value]
    return value


def _drafts(session: Session, held: Holdings) -> list[dict[str, Any]]:
    rows = session.scalars(select(DraftRow).where(DraftRow.id.in_(held.drafts)).order_by(DraftRow.id))
    return [{"modifié le": _moment(row.updated_at), "réponses": row.data} for row in rows]


def _questions(session: Session, held: Holdings) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(QuestionRow).where(QuestionRow.id.in_(held.questions)).order_by(QuestionRow.id)
    )
    return [
        {
            "référence": row.reference,
            "question": row.question,
            "collectivité": row.collectivite_id,
            "département": row.departement,
            "préfecture": row.prefecture_id,
            "par la boîte centrale": row.redirected,
            "conversation jointe": row.with_transcript,
            "transmise le": _moment(row.forwarded_at),
            "journal": _journal(session, row.reference),
        }
        for row in rows
    ]


def _messages(session: Session, held: Holdings, files: dict[str, bytes]) -> list[dict[str, Any]]:
    rows = session.scalars(select(MessageRow).where(MessageRow.id.in_(held.messages)).order_by(MessageRow.id))
    messages = []
    for row in rows:
        name = f"messages/{row.id}.eml" if row.mime is not None else None
        if name is not None and row.mime is not None:
            files[name] = row.mime
        messages.append(
            {
                "objet": row.subject,
                "destinataire": row.recipient,
                "état": row.state.value,
                "écrit le": _moment(row.created_at),
                "envoyé le": _moment(row.sent_at),
                "fichier": name,
            }
        )
    return messages


def _codes(session: Session, held: Holdings) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(EmailCodeRow).where(EmailCodeRow.id.in_(held.codes)).order_by(EmailCodeRow.id)
    )
    return [{"envoyé le": _moment(row.sent_at), "saisi le": _moment(row.verified_at)} for row in rows]


def _conversations(store: Engine, held: Holdings) -> list[dict[str, Any]]:
    talks = []
    for id_ in sorted(conversations.existing(store, held.conversations)):
        talk = conversations.read_conversation(store, id_)
        talks.append(
            {
                "messages": [
                    {
                        "le": _moment(one.at),
                        "de": "vous" if one.visitor else "l’assistant",
                        "texte": one.text,
                    }
                    for one in talk.messages
                ],
                "informations retenues": talk.slots,
            }
        )
    return talks


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(PARIS).isoformat(timespec="seconds")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(name, files[name])
    return buffer.getvalue()
