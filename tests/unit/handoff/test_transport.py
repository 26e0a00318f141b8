import socket
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from bot.handoff.redirection import Outgoing
from bot.handoff.transport import (
    Accepted,
    Deferred,
    FolderTransport,
    Refused,
    SmtpTransport,
    transport_for,
)
from bot.settings import InvalidSettings, read_settings

CERTIFICATE = Path(__file__).with_name("certificate")
OUTGOING = Outgoing(
    message_id="<20261123120500.0a1b@ctai.example>",
    envelope_from="assistant@ctai.example",
    envelope_to="creuse@prefecture.example",
    data=b"Subject: CTAI\r\nBcc: pirate@mechant.example\r\n\r\nBonjour\r\n.point\r\n..deux\r\n",
)


@pytest.fixture
def server_tls():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE / "cert.pem", CERTIFICATE / "key.pem")
    return context


@pytest.fixture
def trusting():
    """Trusts the certificate of the tests as an operator may trust the ministry's own authority."""
    return ssl.create_default_context(cafile=CERTIFICATE / "cert.pem")


def smtp(port, scheme="smtp", context=None, **options):
    return SmtpTransport(scheme, "127.0.0.1", port, context or ssl.create_default_context(), **options)


def from_settings(tmp_path, url):
    environ = {"CTAI_SMTP_URL": url, "CTAI_MAIL_REDIRECT_TO": "essais@ctai.example"}
    return transport_for(read_settings(environ, tmp_path))


def test_the_server_receives_the_bytes_and_the_envelope_that_were_given(serve, mailbox):
    assert smtp(serve(mailbox).port).send(OUTGOING) == Accepted()

    [envelope] = mailbox.kept
    assert envelope.content == OUTGOING.data
    assert envelope.mail_from == OUTGOING.envelope_from
    assert envelope.rcpt_tos == [OUTGOING.envelope_to]


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        ({"at_data": "451 4.3.0 plus tard"}, Deferred("451 4.3.0 plus tard")),
        ({"at_data": "554 5.6.0 refus"}, Refused("554 5.6.0 refus")),
        ({"at_rcpt": "450 4.2.1 liste grise"}, Deferred("450 4.2.1 liste grise")),
        ({"at_rcpt": "550 5.1.1 inconnu"}, Refused("550 5.1.1 inconnu")),
    ],
)
def test_a_4xx_answer_is_for_later_and_a_5xx_answer_is_final(serve, mailbox, trouble, outcome):
    for name, answer in trouble.items():
        setattr(mailbox, name, answer)

    assert smtp(serve(mailbox).port).send(OUTGOING) == outcome


@pytest.mark.parametrize(("cut", "kept"), [("before", 0), ("after", 1)])
def test_a_cut_before_the_answer_is_for_later_whether_or_not_it_was_kept(serve, mailbox, cut, kept):
    mailbox.cut = cut

    assert isinstance(smtp(serve(mailbox).port).send(OUTGOING), Deferred)
    assert len(mailbox.kept) == kept


def test_a_bad_farewell_does_not_undo_an_accepted_message(serve, mailbox):
    class Rude(type(mailbox)):
        async def handle_QUIT(self, _server, _session, _envelope):  # noqa: N802
            return "421 4.7.0 dehors"

    assert smtp(serve(Rude()).port).send(OUTGOING) == Accepted()


def test_no_server_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert isinstance(smtp(port).send(OUTGOING), Deferred)


def test_a_silent_server_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = smtp(silent.getsockname()[1], timeout_s=0.2).send(OUTGOING)

    assert isinstance(outcome, Deferred)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(serve, mailbox, server_tls, scheme, tmp_path):
    options = {"ssl_context": server_tls} if scheme == "smtps" else {"tls_context": server_tls}
    port = serve(mailbox, **options).port

    outcome = from_settings(tmp_path, f"{scheme}://localhost:{port}").send(OUTGOING)

    assert isinstance(outcome, Deferred)
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.reason
    assert mailbox.kept == []


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_of_a_trusted_authority_is_accepted(serve, mailbox, server_tls, trusting, scheme):
    options = {"ssl_context": server_tls} if scheme == "smtps" else {"tls_context": server_tls}
    port = serve(mailbox, **options).port

    assert smtp(port, scheme, trusting).send(OUTGOING) == Accepted()
    assert len(mailbox.kept) == 1


def test_a_server_without_starttls_gets_nothing_when_tls_was_asked_for(serve, mailbox):
    outcome = smtp(serve(mailbox).port, "smtp+starttls").send(OUTGOING)

    assert isinstance(outcome, Deferred)
    assert mailbox.kept == []


@pytest.mark.parametrize(("password", "kept"), [("bon", 1), ("mauvais", 0)])
def test_a_wrong_password_is_never_held_against_the_message(
    serve, mailbox, server_tls, trusting, password, kept
):
    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=data == LoginPassword(b"ctai", b"bon"), handled=False)

    port = serve(
        mailbox,
        tls_context=server_tls,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    ).port
    outcome = smtp(port, "smtp+starttls", trusting, user="ctai", password=password).send(OUTGOING)

    assert isinstance(outcome, Accepted if kept else Deferred)
    assert len(mailbox.kept) == kept


def test_a_folder_keeps_one_file_of_a_message_sent_twice(tmp_path):
    transport = FolderTransport(tmp_path / "courriels")

    assert transport.send(OUTGOING) == Accepted()
    assert transport.send(OUTGOING) == Accepted()

    [file] = (tmp_path / "courriels").iterdir()
    assert file.name == "20261123120500.0a1b.eml"
    assert file.read_bytes() == OUTGOING.data


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path):
    (tmp_path / "courriels").write_text("un fichier à la place du dossier")

    assert isinstance(FolderTransport(tmp_path / "courriels").send(OUTGOING), Deferred)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relais.example", ("smtp", "relais.example", 25, "", "")),
        (
            "smtp+starttls://ctai:p%40ss@relais.example",
            ("smtp+starttls", "relais.example", 587, "ctai", "p@ss"),
        ),
        ("smtps://relais.example:4650", ("smtps", "relais.example", 4650, "", "")),
    ],
)
def test_the_settings_choose_the_way_out(tmp_path, url, expected):
    transport = from_settings(tmp_path, url)

    found = (transport.scheme, transport.host, transport.port, transport.user, transport.password)
    assert found == expected
    assert transport.context.verify_mode is ssl.CERT_REQUIRED
    assert "p@ss" not in repr(transport)


def test_without_server_messages_are_written_to_a_folder(settings):
    assert transport_for(settings) == FolderTransport(settings.mail_folder)


def test_production_never_writes_to_a_folder_what_it_says_it_transmits(production_settings):
    with pytest.raises(InvalidSettings):
        transport_for(replace(production_settings, smtp_url=None))


def test_a_password_never_travels_in_clear(tmp_path):
    with pytest.raises(InvalidSettings):
        from_settings(tmp_path, "smtp://ctai:secret@relais.example")
