from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from bot.handoff.outbox import Leased
from bot.handoff.redirection import TRACE_HEADER, address
from bot.handoff.storage import MessageKind
from bot.settings import InvalidSettings

LEASED = Leased(
    id=1,
    token="jeton",  # noqa: S106  (not a password)
    kind=MessageKind.DOSSIER,
    message_id="<essai@ctai.example>",
    envelope_from="assistant@ctai.example",
    recipient="creuse@prefecture.example",
    mime=b"To: creuse@prefecture.example\r\nSubject: CTAI\r\n\r\nBonjour\r\n",
    attempts=1,
)


def test_in_production_the_message_goes_unchanged_to_its_recipient(production_settings):
    outgoing = address(production_settings, LEASED)

    assert (outgoing.envelope_to, outgoing.data) == (LEASED.recipient, LEASED.mime)


def test_a_redirected_message_stays_readable_and_shows_for_whom_it_was(settings):
    outgoing = address(settings, LEASED)

    message = message_from_bytes(outgoing.data, policy=policy.default)
    assert message[TRACE_HEADER] == LEASED.recipient
    assert message["Subject"] == "CTAI"
    assert message.get_content() == "Bonjour\r\n"
    assert outgoing == address(settings, LEASED)


def test_outside_production_nothing_leaves_without_an_address_to_redirect_to(settings):
    with pytest.raises(InvalidSettings):
        address(replace(settings, mail_redirect_to=None), LEASED)
