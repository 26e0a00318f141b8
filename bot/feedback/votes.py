"""Notes opinions about answers, and counts them."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import PARIS, Clock
from bot.feedback.model import Opinion, Reason, Tally
from bot.feedback.storage import FeedbackRow


def record_feedback(session: Session, token: str, answer: str, opinion: Opinion, clock: Clock) -> None:
    """Notes what a visitor thinks of an answer, in the place of what they said of it before.

    Args:
        session: an open transaction; the caller commits.
        token: what the visitor's browser received with that answer; only its digest is kept.
        answer: the answer's name.
        opinion: useful or not, and why not.
        clock: gives aware UTC datetimes; only the day is kept.
    """
    session.merge(
        FeedbackRow(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            answer=answer,
            useful=opinion.useful,
            reason=opinion.reason,
            day=clock().astimezone(PARIS).date(),
        )
    )


def tally(session: Session) -> list[Tally]:
    """Counts the opinions about each answer, those that were least useful first."""
    counted = session.execute(
        select(FeedbackRow.answer, FeedbackRow.useful, FeedbackRow.reason, func.count()).group_by(
            FeedbackRow.answer, FeedbackRow.useful, FeedbackRow.reason
        )
    ).all()
    tallies = [
        _tally_of(
            name, [(useful, reason, times) for answer, useful, reason, times in counted if answer == name]
        )
        for name in {answer for answer, _, _, _ in counted}
    ]
    return sorted(tallies, key=lambda one: (-one.not_useful, one.answer))


def _tally_of(answer: str, counted: list[tuple[bool, Reason | None, int]]) -> Tally:
    return Tally(
        answer,
        useful=sum(times for useful, _, times in counted if useful),
        not_useful=sum(times for useful, _, times in counted if not useful),
        reasons={reason: times for _, reason, times in counted if reason is not None},
    )
