"""What a loaded model costs, measured in a process that holds nothing else.

python -m bench.nlu.probe MODEL REPORT PASSES SAMPLE HOSTILE    (what `measure` starts)
"""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.memory import forget_peak, peak, resident
from bench.nlu.heldout import ROOT, read_questions
from bench.nlu.hostile import hostile_texts
from bench.timing import percentile_of
from bot.training import rasa_environ

#: Messages read before the clock starts: the first ones fill caches and compile.
_WARM_UP = 20

#: Share of what is neither of the parts: the graph, the fallback to rules, Rasa's own care.
REST = "Rasa around them"


@dataclass(frozen=True)
class Strain:
    """What a hostile text cost.

    Attributes:
        milliseconds: to read it.
        extra: MB resident more at most, while it was read.
    """

    milliseconds: float
    extra: float


@dataclass(frozen=True)
class Cost:
    """What a loaded model costs.

    Attributes:
        load: seconds until the first answer; Python and Rasa are there already.
        memory: MB resident after the first answers.
        before: MB resident before the model was loaded: Python, Rasa, TensorFlow.
        milliseconds: one for each message, the median of the passes.
        shares: of the time of a message, by component.
        normal: what an ordinary message costs beside `hostile`.
        hostile: what hostile texts cost, by name.
        ranking: of each message, names and confidences as they came.
    """

    load: float
    memory: float
    before: float
    milliseconds: list[float]
    shares: dict[str, float]
    normal: Strain
    hostile: dict[str, Strain] = field(default_factory=dict)
    ranking: list[list[tuple[str, float]]] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        """Gives the milliseconds that so many percent of the messages do not exceed."""
        return percentile_of(self.milliseconds, percent)


def measure(model: Path, passes: int, sample: int, *, hostile: bool = False) -> Cost:
    """Measures a model in a process of its own.

    Args:
        model: its file.
        passes: over the messages.
        sample: how many held-out messages, evenly spaced; 0 for all.
        hostile: whether to send the hostile texts too.
    """
    with TemporaryDirectory() as folder:
        report = Path(folder) / "cost.json"
        words = [str(model), str(report), str(passes), str(sample), str(int(hostile))]
        command = [sys.executable, "-W", "ignore", "-m", "bench.nlu.probe", *words]
        subprocess.run(command, cwd=ROOT, env=rasa_environ(), check=True)  # noqa: S603
        cost = json.loads(report.read_text(encoding="utf-8"))
    strains = {name: Strain(**one) for name, one in cost.pop("hostile").items()}
    return Cost(**{**cost, "normal": Strain(**cost["normal"]), "hostile": strains})


class _Stopwatch:
    """Adds up the time of each component of the graph."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def wrap(self) -> None:
        from rasa.engine.graph import GraphNode  # noqa: PLC0415

        call, seconds = GraphNode.__call__, self.seconds

        def timed(node: Any, *inputs: Any) -> Any:
            start = perf_counter()
            try:
                return call(node, *inputs)
            finally:
                name = _short(node._node_name)
                seconds[name] = seconds.get(name, 0.0) + perf_counter() - start

        GraphNode.__call__ = timed


def _short(node: str) -> str:
    """« run_bot.nlu.encoder.SentenceEncoder6 » → « SentenceEncoder6 »."""
    return node.removeprefix("run_").rpartition(".")[2]


async def _cost(model: Path, passes: int, sample: int, *, hostile: bool) -> Cost:
    from bench.nlu.reading import load_agent  # noqa: PLC0415  (seconds of TensorFlow, outside the measure)

    texts = [one.text for one in read_questions()]
    if sample:
        texts = texts[:: max(1, len(texts) // sample)]
    stopwatch = _Stopwatch()
    stopwatch.wrap()
    gc.collect()
    before, start = resident(), perf_counter()
    agent = load_agent(model)
    await agent.parse_message(texts[0])
    load = perf_counter() - start
    for text in texts[:_WARM_UP]:
        await agent.parse_message(text)
    gc.collect()
    memory = resident()
    stopwatch.seconds.clear()
    runs: list[list[float]] = []
    ranking: list[list[tuple[str, float]]] = []
    for _ in range(passes):
        times, ranking = [], []
        for text in texts:
            start = perf_counter()
            parsed = await agent.parse_message(text)
            times.append(1_000 * (perf_counter() - start))
            ranking.append([(one["name"], one["confidence"]) for one in parsed["intent_ranking"]])
        runs.append(times)
    shares = _shares(stopwatch.seconds, sum(map(sum, runs)) / 1_000)
    milliseconds = [median(times) for times in zip(*runs, strict=True)]
    ordinary = [await _strain(agent, text) for text in texts[:50]]
    normal = Strain(
        median(one.milliseconds for one in ordinary), sum(one.extra for one in ordinary) / len(ordinary)
    )
    strains = {name: await _strain(agent, text) for name, text in _hostile(hostile).items()}
    return Cost(load, memory, before, milliseconds, shares, normal, strains, ranking)


def _hostile(wanted: bool) -> dict[str, str]:
    return hostile_texts() if wanted else {}


def _shares(seconds: dict[str, float], whole: float) -> dict[str, float]:
    known = {name: spent / whole for name, spent in seconds.items()}
    return {**known, REST: 1 - sum(known.values())}


async def _strain(agent: Any, text: str) -> Strain:
    gc.collect()
    forget_peak()
    before, start = resident(), perf_counter()
    await agent.parse_message(text)
    spent = 1_000 * (perf_counter() - start)
    return Strain(spent, peak() - before)


def main(words: Sequence[str]) -> None:
    """Measures, and writes the report that `measure` reads."""
    model, report, passes, sample, hostile = words
    cost = asyncio.run(_cost(Path(model), int(passes), int(sample), hostile=hostile == "1"))
    Path(report).write_text(json.dumps(asdict(cost)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
