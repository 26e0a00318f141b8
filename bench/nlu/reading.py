"""How a trained model reads the held-out questions: on the very path of the product."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.utils.log_utils import configure_structlog

from bench.nlu.heldout import Question
from bench.output import progress
from bot.nlu.parse import parse
from bot.nlu.questions import SEVERAL
from bot.nlu.themes import theme_of

#: What the ranking names beside what the classifier itself found.
_NOT_RANKED = frozenset((DEFAULT_NLU_FALLBACK_INTENT_NAME, SEVERAL))


@dataclass(frozen=True)
class Reading:
    """What a model made of a question.

    Attributes:
        theme: the one that is answered, or in doubt offered first; None when there is none, or when the
            message is taken for an answer to a form.
        asked: whether the visitor is asked what is meant instead of getting an answer.
        parts: themes of the questions that a compound message was cut into.
        likeliest: the theme of the likeliest intent, before the fallback.
        confidence: that of this intent.
    """

    question: Question
    theme: str | None
    asked: bool
    parts: tuple[str | None, ...]
    likeliest: str | None
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the theme that is answered, or offered first, is the wanted one."""
        return self.theme == self.question.theme


class _Listening:
    """Stands between `parse` and the agent, and keeps the whole of what the agent said."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self.said: dict[str, Any] = {}

    async def parse_message(self, text: str) -> dict[str, Any]:
        self.said = await self._agent.parse_message(text)
        return self.said


def load_agent(model: Path) -> Agent:
    """Loads a model, quietly: unconfigured, Rasa prints every message that it reads."""
    configure_structlog(logging.ERROR)
    logging.getLogger("rasa").setLevel(logging.ERROR)
    return Agent.load(str(model))


def read_all(model: Path, questions: Sequence[Question]) -> list[Reading]:
    """Has a model read questions, one after the other."""
    agent = load_agent(model)
    return asyncio.run(_read_all(agent, questions))


async def _read_all(agent: Agent, questions: Sequence[Question]) -> list[Reading]:
    readings = []
    for count, question in enumerate(questions, start=1):
        readings.append(await _read(agent, question))
        if count % 200 == 0:
            progress(f"{count} of {len(questions)} questions read")
    return readings


async def _read(agent: Agent, question: Question) -> Reading:
    listening = _Listening(agent)
    answer = await parse(listening, question.text)
    ranked = [one for one in listening.said["intent_ranking"] if one["name"] not in _NOT_RANKED]
    best: dict[str, Any] = ranked[0] if ranked else {"name": "", "confidence": 0.0}
    return Reading(
        question,
        answer["theme"],
        answer["intent"] == DEFAULT_NLU_FALLBACK_INTENT_NAME,
        tuple(theme_of(intent) for intent in answer.get("questions", ())),
        theme_of(best["name"] or ""),
        float(best["confidence"]),
    )
