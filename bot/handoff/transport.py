"""Ways out for finished messages: a folder of files, or an SMTP server.

A transport never reads the headers: the envelope is given beside the bytes, so that nothing hidden in a
message can add a recipient.
"""

import os
import smtplib
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from bot.handoff.redirection import Outgoing
from bot.settings import InvalidSettings, Settings

#: How long one exchange with the server may last, in seconds.
SMTP_TIMEOUT_S = 30.0

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Accepted:
    """The message is in the hands of the next one."""


@dataclass(frozen=True)
class Deferred:
    """It may pass later."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """It will never pass as it is."""

    reason: str


Outcome = Accepted | Deferred | Refused


class Transport(Protocol):
    """Sends one message and says what became of it."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Sends `outgoing`."""


@dataclass(frozen=True)
class FolderTransport:
    """Writes each message as one `.eml` file named after its Message-ID: the embedded default.

    The same message sent twice leaves one file.
    """

    folder: Path

    def send(self, outgoing: Outgoing) -> Outcome:
        """Writes the file whole or not at all."""
        name = outgoing.message_id.strip("<>").partition("@")[0]
        final = self.folder / f"{name}.eml"
        part = self.folder / f".{name}.{os.getpid()}.part"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(outgoing.data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(final)
        except OSError as error:
            return Deferred(f"{type(error).__name__}: {error}")
        return Accepted()


@dataclass(frozen=True)
class SmtpTransport:
    """Hands each message to an SMTP server, on a connection of its own.

    Attributes:
        scheme: `smtp` (in clear), `smtp+starttls` (TLS demanded before anything else) or `smtps`.
        host: name or address of the server; its certificate must be of that name.
        port: its port.
        user: empty for no authentication.
        password: goes over TLS only.
        context: what certificates are trusted; unused by `smtp`.
        timeout_s: how long one exchange may last, in seconds.
    """

    scheme: str
    host: str
    port: int
    context: ssl.SSLContext
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_s: float = SMTP_TIMEOUT_S

    def send(self, outgoing: Outgoing) -> Outcome:
        """Sends the bytes to the one recipient of the envelope.

        A refusal of the connection, of TLS or of the password says nothing of the message: it waits. A 5xx
        answer to its sender, its recipient or its contents is final.
        """
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return Deferred(_reason(error))
        try:
            # Not `send_message`, which would add the addresses of a `Bcc:` header to the envelope.
            server.sendmail(outgoing.envelope_from, [outgoing.envelope_to], outgoing.data)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = error.recipients[outgoing.envelope_to]
            return _verdict(code, f"{code} {text.decode('utf-8', 'replace')}")
        except smtplib.SMTPResponseException as error:
            return _verdict(error.smtp_code, _reason(error))
        except (OSError, smtplib.SMTPException) as error:
            return Deferred(_reason(error))
        finally:
            _leave(server)
        return Accepted()

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout_s, context=self.context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        try:
            if self.scheme == "smtp+starttls":
                # Without a context smtplib accepts any certificate, self-signed ones too.
                server.starttls(context=self.context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def transport_for(settings: Settings) -> Transport:
    """Builds the transport that the settings ask for; nothing connects yet.

    Raises:
        InvalidSettings: production without a server, or a password that would travel in clear.
    """
    if settings.smtp_url is None:
        if settings.production:
            # Visitors would be told that their dossier was transmitted, and no préfecture would see it.
            raise InvalidSettings("CTAI_SMTP_URL must be set in production: a folder transmits nothing")
        return FolderTransport(settings.mail_folder)
    parts = urlsplit(settings.smtp_url)
    if parts.username and parts.scheme == "smtp":
        raise InvalidSettings("CTAI_SMTP_URL with a password must be smtp+starttls:// or smtps://")
    return SmtpTransport(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        context=ssl.create_default_context(),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _verdict(code: int, reason: str) -> Outcome:
    return Refused(reason) if 500 <= code < 600 else Deferred(reason)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__}: {error}"


def _leave(server: smtplib.SMTP) -> None:
    # Whatever happens to the farewell, the answer to the message has been given before.
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
