from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.headers import SUBJECT_MAX, UnsafeHeaders, check_headers, clean_header, freeze
from bot.handoff.inboxes import Detour, Recipient
from bot.handoff.message import dossier_message, receipt_message

DIRECT = Recipient("creuse@prefecture.example", ("copie@prefecture.example",), None)
DETOURED = Recipient("centrale@ctai.example", (), Detour.UNCONFIRMED)

#: What somebody may hide in a name to add a header or to read otherwise than it is written.
ATTACKS = [
    "=?utf-8?q?a=0D=0ABcc:_pirate@mechant.example?=",
    "=?utf-8?b?YQ0KQmNjOiBwaXJhdGVAbWVjaGFudC5leGFtcGxl?=",
    "Guéret =?utf-8?q?=0D=0A?= =?utf-8?q?Bcc:_pirate@mechant.example?=",
    "==??utf-8?q?a=0D=0ABcc:_pirate@mechant.example?==",
    "=\u200b?utf-8?q?a=0D=0ABcc:_pirate@mechant.example?=",
    "Guéret\r\nBcc: pirate@mechant.example",
    "Guéret\nBcc: pirate@mechant.example",
    "Guéret\rBcc: pirate@mechant.example",
    "Guéret\r\n\r\n<script>alert(1)</script>",
    "Guéret\x00\x0b\x0c\x1c\x85\u2028\u2029Bcc: pirate@mechant.example",
    "Guéret\u202eelpmaxe.tnahcem@etarip\u202c",
    "Gué\u200bret\u200d\ufeff",
    "Guéret 😀👩‍👩‍👧",
    "\ud800Guéret",
    "É" * 400,
    "a" * 1_000,
    "",
]

SENDER = "assistant@ctai.example"
FIRST = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
LAST = ["MIME-Version", "Content-Type", "Content-Language"]


def header_names(data: bytes) -> list[str]:
    """Names of the top headers, read line by line without the package that wrote them."""
    head, _, _ = data.partition(b"\r\n\r\n")
    return [
        line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))
    ]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_cleaned_header_is_one_visible_line_without_encoded_word(text):
    cleaned = clean_header(text)

    assert cleaned == " ".join(cleaned.split())
    assert "=?" not in cleaned
    assert cleaned.isprintable()


def test_accents_apostrophes_and_dashes_stay_as_they_are():
    subject = "Lettre d’intention – L’Haÿ-les-Roses (94, Val-de-Marne)"

    assert clean_header(subject) == subject


def test_a_decomposed_accent_is_put_together():
    assert clean_header("Gue\u0301ret") == "Guéret"


@given(st.text(max_size=300))
def test_any_subject_comes_out_as_the_one_header_that_was_asked_for(text):
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["From"] = "assistant@ctai.example"
    message["Subject"] = clean_header(text)
    message.set_content("Bonjour")

    structure = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    names = header_names(freeze(message))
    assert names[:2] == ["From", "Subject"]
    assert len(names) == 5
    assert set(names[2:]) == structure
    assert len(message["Subject"]) <= SUBJECT_MAX * 1.5


@pytest.mark.parametrize("recipient", [DIRECT, DETOURED], ids=["direct", "detoured"])
@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_a_visitor_or_a_table_says_adds_a_header_or_a_recipient(
    submission, attachments, clock, text, recipient
):
    hostile = replace(
        submission,
        collectivite=replace(submission.collectivite, name=text, departement_name=text),
        prefecture=replace(submission.prefecture, name=text),
        requester_name=text,
        requester_function=text,
        themes=(text,),
        needs=text,
    )

    to_prefecture = dossier_message(hostile, recipient, attachments, mail_from=SENDER, clock=clock)
    receipt = receipt_message(hostile, recipient.detour, attachments, mail_from=SENDER, clock=clock)

    copies = ["Cc"] if recipient.cc else []
    assert header_names(to_prefecture.mime) == [*FIRST, *copies, "Reply-To", *LAST]
    assert header_names(receipt.mime) == [*FIRST, *LAST]
    assert to_prefecture.envelope_to == (recipient.address, *recipient.cc)
    assert receipt.envelope_to == (submission.requester_email,)
    for mail in (to_prefecture, receipt):
        parsed = message_from_bytes(mail.mime, policy=policy.default)
        assert str(parsed["From"]) == f"Assistant CTAI <{SENDER}>"
        assert not parsed.defects
        assert all(len(line) <= 998 for line in mail.mime.split(b"\r\n"))


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: CTAI\r\nBcc: pirate@mechant.example\r\n\r\nBonjour",
        b"Bcc: pirate@mechant.example\r\nSubject: CTAI\r\n\r\nBonjour",
        b"Subject: autre\r\n\r\nBonjour",
        b"\r\nBonjour",
        b"Subject: CTAI\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\nBonjour",
    ],
)
def test_a_message_with_other_headers_than_asked_for_is_refused(data):
    check_headers(b"Subject: CTAI\r\nContent-Type: text/plain\r\n\r\nBonjour", [("Subject", "CTAI")])
    with pytest.raises(UnsafeHeaders):
        check_headers(data, [("Subject", "CTAI")])
