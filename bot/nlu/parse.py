"""Reads sentences with a trained model, one JSON object a line; `./ctai parse` runs it in Rasa's environment.

    python -m bot.nlu.parse MODEL < questions.jsonl

In: `{"text": …}` a line. Out: `{"text", "intent", "theme", "confidence", "entities"}` a line, in that order,
and "questions", their intents, when a message asks two things.
"""

import asyncio
import json
import logging
import sys
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.jsonl import InvalidLine, read_lines
from bot.nlu.questions import QUESTION, SEVERAL
from bot.nlu.themes import theme_of


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    """Reads one sentence exactly as the running assistant does, fallback included."""
    parsed = await agent.parse_message(text)
    understood = parsed["intent"]
    questions = [entity["value"] for entity in parsed["entities"] if entity["entity"] == QUESTION]
    if questions:
        # The message as a whole; each of its questions is told apart.
        understood = next(one for one in parsed["intent_ranking"] if one["name"] != SEVERAL)
    intent = understood["name"] or ""
    return {
        "text": text,
        "intent": intent,
        "theme": theme_of(intent),
        "confidence": round(float(understood["confidence"]), 4),
        **({"questions": questions} if questions else {}),
        "entities": [
            {key: entity[key] for key in ("entity", "value", "start", "end") if key in entity}
            for entity in parsed["entities"]
        ],
    }


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
