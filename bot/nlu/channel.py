"""The channel between the gateway and Rasa, on the loopback only.

Rasa's own REST channel splits texts on blank lines, drops a response's metadata, lets everybody who forgets
`sender` share one conversation, and turns a failure into an empty answer. This one does none of these.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

_log = structlog.get_logger()


class GatewayOutput(CollectingOutputChannel):
    """Keeps each utterance whole: text, buttons, custom part and metadata in one message."""

    @classmethod
    def name(cls) -> str:
        """Names the channel in the tracker."""
        return "passerelle"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collects what the visitor is to see, as it was said."""
        del recipient_id
        parts = ("text", "buttons", "custom", "metadata", "utter_action")
        kept = {key: message[key] for key in parts if message.get(key)}
        if kept:
            self.messages.append(kept)


class GatewayChannel(InputChannel):
    """`POST /webhooks/passerelle/webhook` with `sender`, `message` and `metadata`; answers a JSON list."""

    @classmethod
    def name(cls) -> str:
        """Names the channel in the URL."""
        return "passerelle"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Gives the two routes that the gateway calls."""
        routes = Blueprint("passerelle")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            del request
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            body = request.json or {}
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not sender or not isinstance(text, str) or not text:
                return response.json({"error": "sender and message are required"}, status=400)
            output = GatewayOutput()
            message = UserMessage(
                text, output, sender, input_channel=self.name(), metadata=body.get("metadata")
            )
            try:
                await on_new_message(message)
            except Exception as error:  # noqa: BLE001  (the gateway must get an answer whatever happens)
                # The text of the error may quote the message: only its kind is logged.
                _log.error("message.failed", error=type(error).__name__, **(body.get("metadata") or {}))
                return response.json({"error": "the message was not handled"}, status=500)
            return response.json(output.messages)

        return routes
