"""Puts alike messages together, and says which of them a reviewer should read."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.feedback.model import Reason
from bot.feedback.storage import FeedbackRow
from bot.nearness import normalise
from bot.review.masking import without_masks
from bot.review.model import Line, Message, Review, Votes

#: Said to a message that was not understood, in a form or out of it.
FALLBACK_ANSWER = "utter_repli"
#: Said, out of a form, to a message that was taken for the name of a place.
NO_PLACE_ANSWER = "utter_collectivite_inconnue"
FALLBACK_INTENT = "nlu_fallback"

#: A vote is told from no conversation (`bot.feedback.storage`): the messages that led to an answer are shown
#: beside its votes only when this many conversations got it, whatever the days.
CONVERSATIONS_MIN = 3

#: Messages shown for each answer that got a thumb down, those that were understood least surely first.
LINES_PER_ANSWER = 5

_KEY_LENGTH = 8


def key_of(text: str) -> str:
    """Names a masked text, whatever its capitals, accents and punctuation."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:_KEY_LENGTH]


def votes_since(session: Session, since: date | None = None) -> list[Votes]:
    """Counts the thumbs down of each answer since a day, the most frequent first."""
    query = select(FeedbackRow.answer, FeedbackRow.reason, func.count()).where(FeedbackRow.useful.is_(False))
    if since is not None:
        query = query.where(FeedbackRow.day >= since)
    counted: dict[str, dict[Reason | None, int]] = defaultdict(dict)
    for answer, reason, times in session.execute(query.group_by(FeedbackRow.answer, FeedbackRow.reason)):
        counted[answer][reason] = times
    votes = [
        Votes(
            answer,
            down=sum(times.values()),
            reasons={reason: number for reason, number in times.items() if reason is not None},
        )
        for answer, times in counted.items()
    ]
    return sorted(votes, key=lambda one: (-one.down, one.answer))


def review(messages: Iterable[Message], votes: Sequence[Votes], decided: Set[str] = frozenset()) -> Review:
    """Gathers what a reviewer should read.

    Args:
        messages: what visitors typed, masked.
        votes: the thumbs down.
        decided: keys of the lines that were decided upon.
    """
    voted = {one.answer: one for one in votes}
    alike: dict[str, list[Message]] = defaultdict(list)
    conversations: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        for answer in message.answers & voted.keys():
            conversations[answer].add(message.conversation)
        if _concerns(message, voted) and without_masks(message.text).strip():
            alike[key_of(message.text)].append(message)
    shown = {answer: one for answer, one in voted.items() if len(conversations[answer]) >= CONVERSATIONS_MIN}
    lines = [_line(key, group, shown) for key, group in alike.items() if key not in decided]
    return Review(
        tuple(sorted((one for one in lines if one is not None), key=_rank)),
        tuple(one for one in votes if one.answer not in shown),
    )


def shortened(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leaves out, of the messages that were understood, all but the least sure of each answer."""
    kept: list[Line] = []
    seen: dict[str, int] = defaultdict(int)
    for line in lines:
        if not line.not_understood and line.votes is not None:
            seen[line.votes.answer] += 1
            if seen[line.votes.answer] > LINES_PER_ANSWER:
                continue
        kept.append(line)
    return tuple(kept)


def _concerns(message: Message, voted: Mapping[str, Votes]) -> bool:
    # What a form waited for is the visitor's own affair, read well or not; see `_not_understood`.
    return _not_understood(message) or (not message.in_form and bool(message.answers & voted.keys()))


def _not_understood(message: Message) -> bool:
    if FALLBACK_ANSWER in message.answers:
        return True
    return not message.in_form and (message.intent == FALLBACK_INTENT or NO_PLACE_ANSWER in message.answers)


def _line(key: str, group: Sequence[Message], shown: Mapping[str, Votes]) -> Line | None:
    newest = max(group, key=lambda message: message.day)
    votes = [shown[answer] for message in group for answer in sorted(message.answers & shown.keys())]
    not_understood = any(map(_not_understood, group))
    if not not_understood and not votes:
        return None
    return Line(
        key=key,
        text=newest.text,
        count=len(group),
        day=newest.day,
        not_understood=not_understood,
        votes=max(votes, key=lambda one: one.down, default=None),
        confidence=newest.confidence,
        nearest=newest.nearest,
    )


def _rank(line: Line) -> tuple[bool, int, float, int, str]:
    if line.not_understood:
        return (False, -line.count, 0.0, -line.day.toordinal(), line.key)
    return (True, -(line.votes.down if line.votes else 0), line.confidence, -line.day.toordinal(), line.key)
