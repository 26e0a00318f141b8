"""What a reviewer sees and decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.feedback.model import Reason


class ReviewRefused(ValueError):
    """A reviewer asked for something that is not done; the message says why, and what to do."""


class Decision(StrEnum):
    """What became of a line."""

    TRAINING = "entrainement"
    TEST = "test"
    DROPPED = "ecarte"


@dataclass(frozen=True)
class Message:
    """What a visitor typed, masked, with what came of it.

    Attributes:
        conversation: the id of its conversation, never shown.
        day: in metropolitan France.
        text: the words, masked, on one line.
        intent: as understood; `nlu_fallback` when it was not.
        confidence: of that intent, from 0 to 1.
        nearest: the likeliest intents with their confidence, the best first, the fallback left out.
        answers: names of the responses that were said next.
        in_form: a form was waiting for an answer.
    """

    conversation: str
    day: date
    text: str
    intent: str
    confidence: float
    nearest: tuple[tuple[str, float], ...]
    answers: frozenset[str]
    in_form: bool


@dataclass(frozen=True)
class Votes:
    """The thumbs down that an answer got.

    Attributes:
        answer: its name.
        down: how many.
        reasons: how many of those gave each reason; some gave none.
    """

    answer: str
    down: int
    reasons: Mapping[Reason, int]


@dataclass(frozen=True)
class Line:
    """Messages written alike, to be decided upon together.

    Attributes:
        key: names the line; always the same for the same masked words.
        text: the newest of these messages, masked.
        count: how many messages.
        day: of the newest.
        not_understood: the assistant said so, or took the message for a place that does not exist.
        votes: those of the answer it got, when that answer got a thumb down.
        confidence: of the newest message.
        nearest: the likeliest intents of the newest message, the best first.
    """

    key: str
    text: str
    count: int
    day: date
    not_understood: bool
    votes: Votes | None
    confidence: float
    nearest: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Review:
    """What is left to review.

    Attributes:
        lines: the messages that were not understood first, the most frequent before the others.
        unseen: votes about answers that too few conversations got for their messages to be shown.
    """

    lines: tuple[Line, ...]
    unseen: tuple[Votes, ...]
