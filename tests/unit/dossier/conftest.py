"""What the tests of the dossier share: a letter in a conversation, and a proved address."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from bot.dossier.email_code import CodeRight, CodeSent, check_code, send_code
from bot.dossier.opening import OpenDossier, open_dossier
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.model import Addressee, Letter
from bot.letter.storage import save_letter
from bot.territory.competence import competence
from bot.territory.lookup import by_id

CAMILLE = "camille.exemple@mairie.example"


def last_code(session):
    """The code of the last message, as its recipient reads it."""
    mime = session.scalar(
        select(MessageRow.mime)
        .where(MessageRow.kind == MessageKind.CODE)
        .order_by(MessageRow.id.desc())
        .limit(1)
    )
    text = message_from_bytes(mime, policy=policy.default).get_body(("plain",)).get_content()
    return re.search(r"\b\d{6}\b", text)[0]


@pytest.fixture
def read_code(session):
    return lambda: last_code(session)


@pytest.fixture
def prove(session, settings, clock):
    """Proves an address in a conversation, as a visitor does."""

    def prove(conversation="c1", email=CAMILLE, session=session):
        assert isinstance(send_code(session, conversation, email, settings, clock), CodeSent)
        code = last_code(session)
        assert check_code(session, conversation, email, code, settings, clock) == CodeRight()

    return prove


@pytest.fixture
def write_letter(session, territory, clock):
    """Writes and keeps the letter of a conversation."""

    def write(conversation="c1", collectivite="commune:23096", session=session, **changes):
        found = by_id(territory, collectivite)
        words = {
            "signatory_name": "Camille Exemple",
            "signatory_function": "le maire",
            "themes": ("emploi", "notre patrimoine"),
            "needs": "Vingt familles sont arrivées.",
        } | changes
        return save_letter(
            session,
            conversation,
            Letter(
                collectivite=found,
                prefecture=competence(territory, found).prefecture,
                departement=territory.departements[found.departement],
                addressee=Addressee.UNKNOWN,
                email=CAMILLE,
                written_on=clock().date(),
                **words,
            ),
            clock,
        )

    return write


@pytest.fixture
def confirm(session, territory, settings, clock):
    """The visitor says yes to the recap."""

    def confirm(conversation="c1", email=CAMILLE, session=session):
        return open_dossier(session, OpenDossier(conversation, email), territory, settings, clock)

    return confirm


@pytest.fixture
def opened(write_letter, prove, confirm):
    """An open dossier."""
    write_letter()
    prove()
    return confirm().dossier
