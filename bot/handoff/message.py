"""Builds the messages of a dossier and its codes as final bytes, to be queued and sent again unchanged."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from bot.clock import PARIS, Clock
from bot.handoff import wording
from bot.handoff.headers import clean_header, freeze
from bot.handoff.inboxes import Detour, Recipient
from bot.handoff.wording import Block, Submission, Withdrawal

#: Who the messages say they come from; never a visitor's words.
SENDER_NAME = "Assistant CTAI"

#: Longest line of a header; a longer Message-ID is folded after the colon, which some servers cannot read.
HEADER_LINE_MAX = 78


class _Policy(policy.EmailPolicy):
    """Folds subjects as RFC 2047 wants: Python's own way breaks a blank between two accented words."""

    def fold(self, name: str, value: Any) -> str:
        """Writes a header, its name included."""
        if name != "Subject" or str(value).isascii():
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Writes the same in bytes: nothing but ASCII is left."""
        return self.fold(name, value).encode("ascii")


#: Every relay on the way can carry it: no line over 76 characters, nothing but ASCII.
_POLICY = _Policy(linesep="\r\n", cte_type="7bit", max_line_length=HEADER_LINE_MAX)

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message.

    Attributes:
        file_name: letters, digits, dots and dashes of ASCII.
        media_type: `application/pdf`…
        content: its bytes.
    """

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A finished message.

    Attributes:
        subject: as shown to operators.
        envelope_from: who hears of a failure.
        envelope_to: who receives it, whatever its headers say; the first one is the addressee.
        mime: its final bytes.
        message_id: with its angle brackets.
    """

    subject: str
    envelope_from: str
    envelope_to: tuple[str, ...]
    mime: bytes
    message_id: str


def dossier_message(
    submission: Submission,
    recipient: Recipient,
    attachments: Sequence[Attachment],
    *,
    mail_from: str,
    clock: Clock,
) -> Mail:
    """Builds what the préfecture receives; when the central inbox stands in, the subject and the text say so.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
        ValueError: an attachment has a name that is not plain ASCII.
    """
    version = "" if submission.version == 1 else f" (version {submission.version})"
    subject = f"Lettre d’intention CTAI{version} – {submission.reference} – {submission.collectivite.label}"
    blocks = wording.dossier_blocks(submission, recipient.detour, [item.file_name for item in attachments])
    message = _to_prefecture(
        subject, submission.prefecture.name, recipient, submission.requester_email, mail_from, clock
    )
    fill(message, blocks, attachments, html=True)
    return finish(message, mail_from, (recipient.address, *recipient.cc))


def receipt_message(
    submission: Submission,
    detour: Detour | None,
    attachments: Sequence[Attachment],
    *,
    mail_from: str,
    clock: Clock,
) -> Mail:
    """Builds what the requester receives once the dossier is open, or a new version on its way.

    Raises:
        UnsafeHeaders, ValueError: as for `dossier_message`.
    """
    version = "" if submission.version == 1 else f" (version {submission.version})"
    subject = f"Votre dossier {submission.reference}{version} – {submission.collectivite.label}"
    blocks = wording.receipt_blocks(submission, detour, [item.file_name for item in attachments])
    message = start(subject, mail_from, submission.requester_email, clock())
    fill(message, blocks, attachments, html=False)
    return finish(message, mail_from, (submission.requester_email,))


def withdrawal_message(withdrawal: Withdrawal, recipient: Recipient, *, mail_from: str, clock: Clock) -> Mail:
    """Builds what the préfecture receives when a collectivité gives up.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
    """
    subject = f"Retrait du dossier CTAI – {withdrawal.reference} – {withdrawal.collectivite}"
    message = _to_prefecture(
        subject, withdrawal.prefecture, recipient, withdrawal.requester_email, mail_from, clock
    )
    fill(message, wording.withdrawal_blocks(withdrawal, recipient.detour), (), html=True)
    return finish(message, mail_from, (recipient.address, *recipient.cc))


def withdrawal_receipt_message(
    withdrawal: Withdrawal, detour: Detour | None, *, mail_from: str, clock: Clock
) -> Mail:
    """Builds what the requester receives once the dossier is withdrawn.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
    """
    subject = f"Votre dossier {withdrawal.reference} est retiré – {withdrawal.collectivite}"
    message = start(subject, mail_from, withdrawal.requester_email, clock())
    fill(message, wording.withdrawal_receipt_blocks(withdrawal, detour), (), html=False)
    return finish(message, mail_from, (withdrawal.requester_email,))


def access_code_message(
    reference: str, email: str, code: str, minutes: int, *, mail_from: str, clock: Clock
) -> Mail:
    """Builds the message that carries the code of access to a dossier; the code is in its text only.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
    """
    message = start(f"Votre code d’accès au dossier {reference}", mail_from, email, clock())
    fill(message, wording.access_code_blocks(reference, code, minutes), (), html=False)
    return finish(message, mail_from, (email,))


def code_message(email: str, code: str, minutes: int, *, mail_from: str, clock: Clock) -> Mail:
    """Builds the message that carries a verification code; the code is in its text only.

    Raises:
        UnsafeHeaders: the finished message has other headers than asked for.
    """
    # Lock screens and lists of messages show subjects: the code is not there.
    message = start("Votre code de vérification CTAI", mail_from, email, clock())
    fill(message, wording.code_blocks(code, minutes), (), html=False)
    return finish(message, mail_from, (email,))


def start(subject: str, mail_from: str, to: str, moment: datetime) -> EmailMessage:
    """Begins a message with the headers that all of them have."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(SENDER_NAME, addr_spec=mail_from)
    message["To"] = address(to)
    message["Subject"] = clean_header(subject)
    message["Date"] = format_datetime(moment.astimezone(PARIS))
    message["Message-ID"] = _message_id(mail_from, moment)
    # Keeps out-of-office answers away (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    return message


def fill(
    message: EmailMessage, blocks: Sequence[Block], attachments: Sequence[Attachment], *, html: bool
) -> None:
    """Writes the text, the page when it is wanted, and the files."""
    message.set_content(wording.as_text(blocks), cte="quoted-printable")
    if html:
        page = wording.as_html(blocks, title=str(message["Subject"]))
        message.add_alternative(page, subtype="html", cte="quoted-printable")
    for item in attachments:
        if not _FILE_NAME.fullmatch(item.file_name):
            raise ValueError(f"{item.file_name!r} is not a plain ASCII file name")
        maintype, _, subtype = item.media_type.partition("/")
        message.add_attachment(item.content, maintype=maintype, subtype=subtype, filename=item.file_name)


def finish(message: EmailMessage, mail_from: str, to: tuple[str, ...]) -> Mail:
    """Freezes a message whose headers and contents are written."""
    # Last, because a message that becomes multipart hands its `Content-` headers down to its first part.
    message["Content-Language"] = "fr"
    return Mail(
        subject=str(message["Subject"]),
        envelope_from=mail_from,
        envelope_to=to,
        mime=freeze(message),
        message_id=str(message["Message-ID"]),
    )


def _to_prefecture(
    subject: str, prefecture: str, recipient: Recipient, reply_to: str, mail_from: str, clock: Clock
) -> EmailMessage:
    """Begins a message to a préfecture, or to the central inbox that stands in."""
    if recipient.redirected:
        subject = f"[À réorienter – {prefecture[:1].upper()}{prefecture[1:]}] {subject}"
    message = start(subject, mail_from, recipient.address, clock())
    if recipient.cc:
        message["Cc"] = [address(copy) for copy in recipient.cc]
    message["Reply-To"] = address(reply_to)
    return message


def address(text: str) -> Address:
    """Gives an address without a name, as a header wants it."""
    return Address(addr_spec=text)


def _message_id(mail_from: str, moment: datetime) -> str:
    # The time comes first so that files named after it sort as they were written; 64 random bits follow.
    left = f"{moment:%Y%m%d%H%M%S%f}.{secrets.token_hex(8)}"
    room = HEADER_LINE_MAX - len(f"Message-ID: <{left}@>")
    domain = mail_from.rpartition("@")[2]
    while len(domain) > room and "." in domain:
        domain = domain.partition(".")[2]
    return f"<{left}@{domain}>"
