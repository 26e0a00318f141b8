"""Reads sentences with a trained model, one JSON object a line; `./ctai parse` runs it in Rasa's environment.

    python -m bot.nlu.parse MODEL < questions.jsonl

In: `{"text": …}` a line. Out: `{"text", "intent", "theme", "confidence", "entities"}` a line, in that order,
and "questions", their intents, when a message asks two things. In doubt the intent is `nlu_fallback`, and the
theme that of the reading which the visitor is offered first.
"""

import asyncio
import json
import logging
import sys
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.utils.log_utils import configure_structlog

from bot.jsonl import InvalidLine, read_lines
from bot.labels import PLAUSIBLE
from bot.nlu.questions import QUESTION
from bot.nlu.themes import theme_of


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    """Reads one sentence exactly as the running assistant does, fallback included."""
    parsed = await agent.parse_message(text)
    understood = parsed["intent"]
    questions = [entity["value"] for entity in parsed["entities"] if entity["entity"] == QUESTION]
    # Of several questions, the first stands for the message.
    intent = questions[0] if questions else understood["name"] or ""
    asked = intent == DEFAULT_NLU_FALLBACK_INTENT_NAME
    return {
        "text": text,
        "intent": intent,
        "theme": _likeliest_theme(parsed["intent_ranking"][1:]) if asked else theme_of(intent),
        "confidence": round(float(understood["confidence"]), 4),
        **({"questions": questions} if questions else {}),
        "entities": [
            {key: entity[key] for key in ("entity", "value", "start", "end") if key in entity}
            for entity in parsed["entities"]
        ],
    }


def _likeliest_theme(readings: list[dict[str, Any]]) -> str | None:
    """Gives the theme that the visitor would be offered first when in doubt."""
    best = readings[0] if readings else None
    return theme_of(best["name"]) if best is not None and best["confidence"] >= PLAUSIBLE else None


async def _main(model: str) -> None:
    # Unconfigured, Rasa prints every message it reads on the standard output.
    configure_structlog(logging.ERROR)
    texts = list(read_lines(sys.stdin))  # all checked before the model is loaded
    agent = Agent.load(model)
    for text in texts:
        print(json.dumps(await parse(agent, text), ensure_ascii=False), flush=True)  # noqa: T201


if __name__ == "__main__":
    try:
        asyncio.run(_main(sys.argv[1]))
    except InvalidLine as error:
        sys.exit(f"parse: {error}")
