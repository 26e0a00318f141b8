"""What readings are worth: plain counts, nothing of Rasa."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.nlu.heldout import OUT_OF_SCOPE
from bench.nlu.reading import Reading

#: Bins of the calibration error and of the histogram, from 0 to 1.
BINS = 10

#: Thresholds of the curve.
THRESHOLDS = tuple(step / 20 for step in range(20))


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of none."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True)
class Point:
    """What a threshold does.

    Attributes:
        threshold: messages whose likeliest intent is less sure are not answered.
        answered: of all messages.
        right: of the answered ones, by theme.
    """

    threshold: float
    answered: Share
    right: Share


def accuracy(readings: Sequence[Reading]) -> Share:
    """Gives how many reach the very theme that was wanted, answered or offered first."""
    return _share(readings, lambda one: one.right)


def outright(readings: Sequence[Reading]) -> Share:
    """Gives how many get the answer of their theme without being asked."""
    return _share(readings, lambda one: one.right and not one.asked)


def asked(readings: Sequence[Reading]) -> Share:
    """Gives how many are asked what they mean."""
    return _share(readings, lambda one: one.asked)


def offered(readings: Sequence[Reading]) -> Share:
    """Gives how many are asked, with their theme offered first."""
    return _share(readings, lambda one: one.right and one.asked)


def by(readings: Sequence[Reading], trait: Callable[[Reading], str]) -> dict[str, list[Reading]]:
    """Groups readings, the groups in alphabetical order."""
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        groups.setdefault(trait(one), []).append(one)
    return dict(sorted(groups.items()))


def in_scope(readings: Sequence[Reading]) -> list[Reading]:
    """Leaves the messages that the assistant has something to say to."""
    return [one for one in readings if one.question.in_scope]


def out_of_scope(readings: Sequence[Reading]) -> list[Reading]:
    """Leaves the others."""
    return [one for one in readings if not one.question.in_scope]


def sent_away(readings: Sequence[Reading]) -> Share:
    """Gives how many are answered as out of scope, or not understood."""
    return _share(readings, _is_sent_away)


def not_understood(readings: Sequence[Reading]) -> Share:
    """Gives how many get no answer of a theme."""
    return _share(readings, lambda one: one.asked or one.theme is None)


def handled(readings: Sequence[Reading]) -> Share:
    """Gives how many reach their theme, or are out of scope and not answered as something else."""
    return _share(readings, lambda one: one.right or (not one.question.in_scope and _is_sent_away(one)))


def compound(readings: Sequence[Reading]) -> list[Reading]:
    """Leaves the messages that ask two things."""
    return [one for one in readings if one.question.themes]


def first_right(readings: Sequence[Reading]) -> Share:
    """Gives of how many compound messages the first question is answered."""
    return _share(readings, lambda one: _answered(one)[0] == one.question.theme)


def one_right(readings: Sequence[Reading]) -> Share:
    """Gives of how many compound messages at least one question is answered."""
    return _share(readings, lambda one: bool({*_answered(one)} & {*one.question.themes}))


def both_right(readings: Sequence[Reading]) -> Share:
    """Gives of how many compound messages both questions are answered, in whatever order."""
    return _share(readings, lambda one: sorted(map(str, one.parts)) == sorted(one.question.themes))


def calibration_error(readings: Sequence[Reading]) -> float:
    """Gives the expected calibration error: how far confidence is from accuracy, over bins of equal width."""
    bins: dict[int, list[Reading]] = {}
    for one in readings:
        bins.setdefault(bin_of(one.confidence), []).append(one)
    gaps = (abs(sum(one.confidence - _likeliest_right(one) for one in group)) for group in bins.values())
    return sum(gaps) / len(readings)


def bin_of(confidence: float) -> int:
    """Gives the number of the bin of a confidence."""
    return min(int(confidence * BINS), BINS - 1)


def histogram(readings: Sequence[Reading]) -> tuple[list[int], list[int]]:
    """Counts right and wrong likeliest themes in each bin of confidence."""
    right, wrong = [0] * BINS, [0] * BINS
    for one in readings:
        (right if _likeliest_right(one) else wrong)[bin_of(one.confidence)] += 1
    return right, wrong


def curve(readings: Sequence[Reading]) -> list[Point]:
    """Gives what each threshold would do."""
    points = []
    for threshold in THRESHOLDS:
        answered = [one for one in readings if one.confidence >= threshold]
        points.append(
            Point(threshold, Share(len(answered), len(readings)), _share(answered, _likeliest_right))
        )
    return points


def _share(readings: Sequence[Reading], holds: Callable[[Reading], bool]) -> Share:
    return Share(sum(map(holds, readings)), len(readings))


def _is_sent_away(one: Reading) -> bool:
    return one.asked or one.theme in {OUT_OF_SCOPE, None}


def _likeliest_right(one: Reading) -> bool:
    return one.likeliest == one.question.theme


def _answered(one: Reading) -> tuple[str | None, ...]:
    return one.parts or (one.theme,)
