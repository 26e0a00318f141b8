"""What is held of a person, found by their address."""

from dataclasses import dataclass

from sqlalchemy import Engine, and_, false, or_, select
from sqlalchemy.orm import Session

from bot.dossier.email_code import access_to, address_digest
from bot.dossier.storage import DossierRow, DossierVersionRow, EmailCodeRow, QuestionRow
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.drafts import DraftRow, email_digest
from bot.letter.storage import LetterRow
from bot.rights import conversations
from bot.rights.verification import CONVERSATION
from bot.settings import Settings

#: What only a requester receives: an office that receives dossiers has an address too, and no right on them.
_TO_REQUESTERS = (MessageKind.RECEIPT, MessageKind.CODE)


@dataclass(frozen=True)
class Holdings:
    """Keys of the rows of one address.

    Attributes:
        address: as `bot.handoff.addresses.normal_address` gives it.
        conversations: those in which the address was proved by a code.
        declared: those in which it was only given, as the visitor's own.
        dossiers: opened with it.
        questions: handed over with it.
        letters: of these conversations or with this address, but those of another address's dossier.
        messages: to it, or about its dossiers and questions.
        codes: that prove it, or give access to its dossiers.
        drafts: of these conversations, or with this address.
    """

    address: str
    conversations: tuple[str, ...]
    declared: tuple[str, ...]
    dossiers: tuple[int, ...]
    questions: tuple[int, ...]
    letters: tuple[int, ...]
    messages: tuple[int, ...]
    codes: tuple[int, ...]
    drafts: tuple[int, ...]


def find_holdings(session: Session, store: Engine | None, settings: Settings, address: str) -> Holdings:
    """Finds what is held of an address.

    Args:
        session: an open transaction.
        store: Rasa's conversations; None when there are none.
        settings: key of the digests.
        address: as `bot.handoff.addresses.normal_address` gives it.
    """
    dossiers = session.execute(
        select(DossierRow.id, DossierRow.conversation_id, DossierRow.reference).where(
            DossierRow.requester_email == address
        )
    ).all()
    questions = session.execute(
        select(QuestionRow.id, QuestionRow.conversation_id, QuestionRow.reference).where(
            QuestionRow.requester_email == address
        )
    ).all()
    digests = [address_digest(settings, address)]
    digests += [access_to(row.reference, settings).digest for row in dossiers]
    codes = session.execute(
        select(EmailCodeRow.id, EmailCodeRow.conversation_id, EmailCodeRow.verified_at).where(
            EmailCodeRow.address_digest.in_(digests)
        )
    ).all()
    proved = {row.conversation_id for row in (*dossiers, *questions)}
    proved |= {row.conversation_id for row in codes if row.verified_at is not None}
    proved.discard(CONVERSATION)
    given = set() if store is None else conversations.giving_address(store, address)
    declared = given - proved - _of_others(session, given, address)
    return Holdings(
        address=address,
        conversations=tuple(sorted(proved)),
        declared=tuple(sorted(declared)),
        dossiers=tuple(row.id for row in dossiers),
        questions=tuple(row.id for row in questions),
        letters=_letters(session, proved | declared, address),
        messages=_messages(
            session, [row.id for row in dossiers], [row.reference for row in questions], address
        ),
        codes=tuple(row.id for row in codes),
        drafts=_drafts(session, proved, settings, address),
    )


def _of_others(session: Session, ids: set[str], address: str) -> set[str]:
    """Returns those of these conversations that opened or asked something with another address."""
    dossiers = select(DossierRow.conversation_id).where(
        DossierRow.conversation_id.in_(ids), DossierRow.requester_email != address
    )
    questions = select(QuestionRow.conversation_id).where(
        QuestionRow.conversation_id.in_(ids), QuestionRow.requester_email != address
    )
    return {*session.scalars(dossiers), *session.scalars(questions)}


def _letters(session: Session, ids: set[str], address: str) -> tuple[int, ...]:
    first = select(DossierRow.letter_id).where(DossierRow.requester_email != address)
    later = (
        select(DossierVersionRow.letter_id)
        .join(DossierRow, DossierRow.id == DossierVersionRow.dossier_id)
        .where(DossierRow.requester_email != address)
    )
    query = select(LetterRow.id).where(
        or_(LetterRow.conversation_id.in_(ids), LetterRow.data["email"].as_string() == address),
        LetterRow.id.not_in(first),
        LetterRow.id.not_in(later),
    )
    return tuple(session.scalars(query.order_by(LetterRow.id)))


def _drafts(session: Session, proved: set[str], settings: Settings, address: str) -> tuple[int, ...]:
    query = select(DraftRow.id).where(
        or_(
            DraftRow.conversation_id.in_(proved),
            DraftRow.email_digest == email_digest(settings.secret_key, address),
        )
    )
    return tuple(session.scalars(query.order_by(DraftRow.id)))


def _messages(session: Session, dossiers: list[int], references: list[str], address: str) -> tuple[int, ...]:
    received = and_(MessageRow.recipient == address, MessageRow.kind.in_(_TO_REQUESTERS))
    # `bot.dossier.question` begins the keys of its messages so.
    asked = [MessageRow.key.startswith(f"{reference}:", autoescape=True) for reference in references]
    query = select(MessageRow.id).where(or_(received, MessageRow.dossier_id.in_(dossiers), *asked, false()))
    return tuple(session.scalars(query.order_by(MessageRow.id)))
