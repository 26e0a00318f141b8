"""What an opinion is to the rest of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why an answer was not useful; a closed list, so that nobody can write anything personal."""

    INCOMPLETE = "incomplete"
    UNCLEAR = "pas_claire"
    BESIDE = "hors_question"
    WRONG = "semble_fausse"


@dataclass(frozen=True)
class Opinion:
    """What a visitor says of one answer.

    Attributes:
        useful: yes or no.
        reason: why not, when they say it; a useful answer has none.
    """

    useful: bool
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if self.useful and self.reason is not None:
            raise ValueError("a useful answer has no reason")


@dataclass(frozen=True)
class Tally:
    """What was said of one answer.

    Attributes:
        answer: its name.
        useful: how many found it useful.
        not_useful: how many did not.
        reasons: how many of those gave each reason; some gave none.
    """

    answer: str
    useful: int
    not_useful: int
    reasons: Mapping[Reason, int]
