"""What a reviewer does: reads the lines, keeps one as a training sentence or as a test, drops one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.clock import PARIS, Clock
from bot.review.conversations import read_messages
from bot.review.lines import review, votes_since
from bot.review.model import Decision, Line, Review, ReviewRefused
from bot.review.sentences import add_test_line, add_training_sentence, check_sentence
from bot.review.storage import ReviewRow


def to_review(session: Session, conversations: Engine, since: date | None = None) -> Review:
    """Gathers what was not understood or got a thumb down, and was not decided upon yet.

    Args:
        session: an open transaction on the product's database.
        conversations: the tracker store.
        since: the first day, in metropolitan France.

    Raises:
        ReviewRefused: the tracker store cannot be read.
    """
    decided = frozenset(session.scalars(select(ReviewRow.key)))
    return review(read_messages(conversations, since), votes_since(session, since), decided)


def keep_for_training(
    session: Session,
    conversations: Engine,
    root: Path,
    key: str,
    intent: str,
    clock: Clock,
    *,
    text: str | None = None,
) -> Path:
    """Writes a line into the training sentences of an intent.

    Args:
        session: an open transaction on the product's database; the caller commits.
        conversations: the tracker store.
        root: the project's folder.
        key: of the line.
        intent: whose example it becomes.
        clock: gives aware UTC datetimes; only the day is kept.
        text: the reviewer's wording, in place of the visitor's.

    Returns:
        The file that was changed.

    Raises:
        ReviewRefused: there is no such line or intent, or the sentence cannot be taken; nothing is changed.
    """
    return _keep(
        session,
        conversations,
        root,
        ReviewRow(key=key, decision=Decision.TRAINING, target=intent, day=_today(clock)),
        text,
        lambda sentence: add_training_sentence(root, intent, sentence),
    )


def keep_as_test(
    session: Session,
    conversations: Engine,
    root: Path,
    key: str,
    theme: str,
    clock: Clock,
    *,
    register: str,
    text: str | None = None,
) -> Path:
    """Writes a line into the questions that the understanding is measured with; see `keep_for_training`.

    Args:
        session: an open transaction on the product's database; the caller commits.
        conversations: the tracker store.
        root: the project's folder.
        key: of the line.
        theme: what it should be understood as.
        clock: gives aware UTC datetimes; only the day is kept.
        register: how it is written: `simple`, `formel`, `sms`…
        text: the reviewer's wording, in place of the visitor's.

    Returns:
        The file that was changed.

    Raises:
        ReviewRefused: there is no such line, theme or register, or the sentence cannot be taken.
    """
    return _keep(
        session,
        conversations,
        root,
        ReviewRow(key=key, decision=Decision.TEST, target=theme, day=_today(clock)),
        text,
        lambda sentence: add_test_line(root, theme, register, sentence),
    )


def drop(session: Session, conversations: Engine, key: str, clock: Clock) -> None:
    """Notes that nothing is to be made of a line.

    Raises:
        ReviewRefused: there is no such line, or it was decided upon already.
    """
    _line(session, conversations, key)
    session.add(ReviewRow(key=key, decision=Decision.DROPPED, target=None, day=_today(clock)))
    session.flush()


def _keep(
    session: Session,
    conversations: Engine,
    root: Path,
    row: ReviewRow,
    text: str | None,
    write: Callable[[str], Path],
) -> Path:
    line = _line(session, conversations, row.key)
    sentence = check_sentence(root, line.text if text is None else text)
    # The row first: a database that refuses it leaves the file alone.
    session.add(row)
    session.flush()
    return write(sentence)


def _line(session: Session, conversations: Engine, key: str) -> Line:
    earlier = session.get(ReviewRow, key)
    if earlier is not None:
        became = f" ({earlier.target})" if earlier.target else ""
        raise ReviewRefused(f"{key} was decided on {earlier.day}: {earlier.decision}{became}")
    for line in to_review(session, conversations).lines:
        if line.key == key:
            return line
    raise ReviewRefused(f"there is no line {key} to review: see ./ctai review list")


def _today(clock: Clock) -> date:
    return clock().astimezone(PARIS).date()
