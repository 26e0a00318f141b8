"""What leaves for a dossier or a question: two messages, one to the State and one to who asks, or none."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier.storage import DossierRow
from bot.dossier.trust import LABELS, trust_of
from bot.handoff.message import Attachment, Mail
from bot.handoff.outbox import enqueue
from bot.handoff.storage import MessageKind
from bot.handoff.wording import Submission
from bot.letter.model import PUBLICS, THEMES, Letter
from bot.letter.storage import DocumentKind, StoredLetter
from bot.territory.model import Competence

_MEDIA_TYPES = {
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.PDF: "application/pdf",
}


def queue_pair(
    session: Session,
    mails: tuple[Mail, Mail],
    kind: MessageKind,
    clock: Clock,
    *,
    key: str,
    dossier_id: int | None,
) -> None:
    """Queues both messages in the transaction of what they announce.

    Args:
        session: an open transaction; the caller commits.
        mails: to the préfecture, or the central inbox; then to the requester.
        kind: of the first; the second is a receipt.
        clock: gives aware UTC datetimes.
        key: what they announce; the same twice is queued once.
        dossier_id: the dossier they speak of, None for a question.
    """
    for mail, one in zip(mails, (kind, MessageKind.RECEIPT), strict=True):
        enqueue(session, mail, key=f"{key}:{one}", kind=one, dossier_id=dossier_id, clock=clock)


def submission_of(
    row: DossierRow, letter: Letter, competent: Competence, verified_at: datetime, version: int = 1
) -> Submission:
    """Tells a dossier with the words of a letter, in French."""
    signs_for_another = letter.prepared_by is not None
    return Submission(
        reference=row.reference,
        collectivite=letter.collectivite,
        prefecture=competent.prefecture,
        requester_name=row.requester_name,
        requester_function=row.requester_function,
        requester_email=row.requester_email,
        verified_at=verified_at,
        themes=tuple(THEMES.get(theme, theme) for theme in letter.themes),
        needs=letter.needs,
        certain=competent.certain,
        trust=LABELS[row.trust or trust_of(row.requester_email, letter.collectivite)],
        version=version,
        signatory_name=letter.signatory_name if signs_for_another else None,
        signatory_function=letter.signatory_function if signs_for_another else None,
        telephone=letter.telephone,
        population=letter.population,
        publics=tuple(PUBLICS.get(public, public) for public in letter.publics),
        actions=letter.actions,
        elected_contact=letter.elected_contact,
        technical_contact=letter.technical_contact,
    )


def attachments_of(stored: StoredLetter) -> list[Attachment]:
    """Gives the files of a letter as they are attached."""
    return [
        Attachment(document.file_name, _MEDIA_TYPES[document.kind], document.content)
        for document in stored.documents
    ]


def digests_of(stored: StoredLetter) -> dict[str, str]:
    """Gives what the journal keeps of the files."""
    return {document.kind: document.sha256 for document in stored.documents}
