"""The one place that decides where a message really goes.

Outside production no trial may reach a préfecture, whatever the outbox says
(docs/decisions/0003-redirection-hors-production.md).
"""

from dataclasses import dataclass

from bot.handoff.outbox import Leased
from bot.settings import InvalidSettings, Settings

#: Outside production, one such line on top of the message tells the tester who would have received it.
TRACE_HEADER = "X-CTAI-Destinataire"


@dataclass(frozen=True)
class Outgoing:
    """What a transport is given: an envelope and bytes, nothing to interpret.

    Attributes:
        message_id: names the message for the transport's own use.
        envelope_from: who hears of a failure.
        envelope_to: who really receives it.
        data: the bytes to send.
    """

    message_id: str
    envelope_from: str
    envelope_to: str
    data: bytes


def address(settings: Settings, leased: Leased) -> Outgoing:
    """Gives a leased message its real recipient.

    In production that is the one of the outbox, and the bytes are those that were frozen. Elsewhere it is
    `settings.mail_redirect_to`, and one trace line goes before the same bytes.

    Raises:
        InvalidSettings: not in production, and nobody to redirect to.
    """
    if settings.production:
        return Outgoing(leased.message_id, leased.envelope_from, leased.recipient, leased.mime)
    if settings.mail_redirect_to is None:
        raise InvalidSettings("outside production every message must be redirected, and there is no address")
    trace = f"{TRACE_HEADER}: {leased.recipient}\r\n".encode("ascii")
    return Outgoing(leased.message_id, leased.envelope_from, settings.mail_redirect_to, trace + leased.mime)
