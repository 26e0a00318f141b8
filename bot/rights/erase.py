"""Erasure: what is held of a proved address goes, the rest stays."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Base
from bot.dossier import journal
from bot.dossier.storage import DossierRow, DossierVersionRow, EmailCodeRow, QuestionRow
from bot.handoff.storage import MessageRow, MessageState
from bot.letter.drafts import DraftRow
from bot.letter.storage import DocumentRow, LetterRow
from bot.rights import conversations
from bot.rights.forgetting import forget_dossiers
from bot.rights.holdings import Holdings, find_holdings
from bot.rights.verification import RightsRefused
from bot.settings import Settings

#: What the journal calls a use of rights, where a dossier has its reference.
REFERENCE = "droits"

#: Who the journal says erased: the person asked, an operator did it.
AUTHOR = "droit d’effacement"


@dataclass(frozen=True)
class Handed:
    """What somebody else received and has to be told about (RGPD, article 19).

    Attributes:
        reference: of the dossier or question.
        office: who received it, or was about to.
    """

    reference: str
    office: str


@dataclass(frozen=True)
class Erased:
    """What was erased.

    Attributes:
        counts: French label -> how many.
        handed: what offices have received.
    """

    counts: dict[str, int]
    handed: tuple[Handed, ...]


def erase(session: Session, store: Engine | None, settings: Settings, address: str, clock: Clock) -> Erased:
    """Erases what is held of an address; again, it finds nothing more.

    Messages that have not left are cancelled. The caller commits, then rewrites the files (`scrub`).

    Args:
        session: an open transaction.
        store: Rasa's conversations; None when there are none.
        settings: key of the digests.
        address: proved, as `bot.rights.verification.prove_address` returns it.
        clock: gives aware UTC datetimes.

    Raises:
        RightsRefused: a message is leaving at this moment; nothing was erased.
    """
    journal.wait_turn(session)
    held = find_holdings(session, store, settings, address)
    _check_nothing_leaves(session, held, clock)
    handed = (*_dossiers_handed(session, held), *_questions_handed(session, held))
    talks = (*held.conversations, *held.declared)
    counts = {
        "messages": _delete(session, MessageRow, held.messages),
        "documents": len(_keys_of(session, DocumentRow.id, DocumentRow.letter_id.in_(held.letters))),
        "lettres": _delete(session, LetterRow, held.letters),
        "brouillons": _delete(session, DraftRow, held.drafts),
        "questions": _delete(session, QuestionRow, held.questions),
        "codes": _delete(session, EmailCodeRow, held.codes),
        "dossiers": len(held.dossiers),
        "conversations": 0 if store is None else len(conversations.existing(store, talks)),
    }
    session.execute(delete(DossierVersionRow).where(DossierVersionRow.dossier_id.in_(held.dossiers)))
    forget_dossiers(session, held.dossiers, clock, AUTHOR)
    if any(counts.values()):
        journal.append(session, REFERENCE, journal.Event.ERASED, counts, clock, author=AUTHOR)
    session.flush()
    if store is not None:
        # Last: what can be refused has been, and a repetition finds what a failure would leave.
        conversations.delete_conversations(store, talks)
    return Erased(counts, handed)


def _check_nothing_leaves(session: Session, held: Holdings, clock: Clock) -> None:
    rows = session.scalars(select(MessageRow).where(MessageRow.id.in_(held.messages)).with_for_update())
    for row in rows:
        if row.state is MessageState.LEASED and row.lease_until is not None and row.lease_until > clock():
            raise RightsRefused(
                "un message de cette personne est en cours d’envoi : rien n’a été effacé, recommencez dans "
                "cinq minutes"
            )


def _dossiers_handed(session: Session, held: Holdings) -> list[Handed]:
    rows = session.scalars(select(DossierRow).where(DossierRow.id.in_(held.dossiers)).order_by(DossierRow.id))
    return [
        Handed(row.reference, f"{row.prefecture_name}{' (par la boîte centrale)' if row.redirected else ''}")
        for row in rows
    ]


def _questions_handed(session: Session, held: Holdings) -> list[Handed]:
    rows = session.scalars(
        select(QuestionRow).where(QuestionRow.id.in_(held.questions)).order_by(QuestionRow.id)
    )
    return [
        Handed(row.reference, "boîte centrale" if row.redirected else row.prefecture_id or "boîte centrale")
        for row in rows
    ]


def _keys_of(session: Session, key: Any, condition: Any) -> list[Any]:
    return list(session.scalars(select(key).where(condition)))


def _delete(session: Session, table: type[Base], ids: tuple[int, ...]) -> int:
    session.execute(delete(table).where(table.__table__.c.id.in_(ids)))
    return len(ids)
