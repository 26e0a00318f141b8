import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from bot.handoff.inboxes import Detour, Recipient
from bot.handoff.question_message import (
    QUESTION_MAX,
    HandedQuestion,
    question_blocks,
    question_message,
    question_receipt_blocks,
    question_receipt_message,
)
from bot.handoff.wording import as_html, as_text
from bot.territory.model import Departement
from tests.unit.handoff.conftest import CREUSE as PREFECTURE
from tests.unit.handoff.conftest import GUERET
from tests.unit.handoff.test_header_injection import ATTACKS, FIRST, LAST, header_names

SENDER = "assistant@ctai.example"
NBSP = "\u00a0"
DIRECT = Recipient("creuse@prefecture.example", ("copie@prefecture.example",), None)
DETOURED = Recipient("centrale@ctai.example", (), Detour.UNCONFIRMED)
CREUSE = Departement("23", "Creuse", "75", "23096", "Guéret", "https://www.creuse.gouv.fr")
ASKED = HandedQuestion(
    reference="CTAI-Q26-7K3M-9QXD-4",
    collectivite=GUERET,
    departement=CREUSE,
    prefecture=PREFECTURE,
    requester_email="camille.exemple@mairie.example",
    verified_at=datetime(2026, 11, 23, 12, 5, tzinfo=UTC),
    question="Un syndicat mixte peut-il signer ?\nEt un pôle territorial ?",
    transcript="Visiteur\u00a0:\r\n    Bonjour à vous\r\n",
    certain=True,
)
NOWHERE = replace(ASKED, collectivite=None, departement=None, prefecture=None)


def parse(mail) -> EmailMessage:
    return message_from_bytes(mail.mime, policy=policy.default)


def text_of(mail) -> str:
    return parse(mail).get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.fixture
def to_prefecture(clock):
    def build(recipient=DIRECT, asked=ASKED, **changes):
        return question_message(replace(asked, **changes), recipient, mail_from=SENDER, clock=clock)

    return build


@pytest.fixture
def receipt(clock):
    def build(detour=None, asked=ASKED, **changes):
        return question_receipt_message(replace(asked, **changes), detour, mail_from=SENDER, clock=clock)

    return build


def test_the_prefecture_reads_who_asks_what_and_what_is_expected(to_prefecture):
    text = text_of(to_prefecture())

    for expected in (
        "CTAI-Q26-7K3M-9QXD-4",
        f"Collectivité{NBSP}: Guéret",
        f"Département{NBSP}: Creuse (23)",
        f"Service compétent{NBSP}: préfecture de la Creuse",
        "camille.exemple@mairie.example",
        f"code à usage unique saisi le 23 novembre 2026 à 13{NBSP}h{NBSP}05",
        "> Un syndicat mixte peut-il signer ?\n> Et un pôle territorial ?",
        "Merci de répondre directement à cette personne",
        "Elle est jointe avec l’accord de cette personne, dans le fichier conversation.txt.",
        "ne tenez pas compte de ce doublon",
    ):
        assert expected in text


def test_the_page_says_the_same_words_as_the_plain_text(to_prefecture):
    class Words(HTMLParser):
        said: list[str]

        def handle_data(self, data):
            self.said.append(data)

    mail = to_prefecture(DETOURED, question="a < b & c\n<script>alert(1)</script>")
    page = parse(mail).get_body(("html",)).get_content()
    reader = Words()
    reader.said = []
    reader.feed(page.partition("<body>")[2])

    assert re.findall(r"\w+", " ".join(reader.said)) == re.findall(r"\w+", text_of(mail))
    assert "<script" not in page


@pytest.mark.parametrize(
    ("asked", "recipient", "subject"),
    [
        (ASKED, DIRECT, "[CTAI] Question transmise – Guéret (23, Creuse)"),
        (
            ASKED,
            DETOURED,
            "[À réorienter – Préfecture de la Creuse] [CTAI] Question transmise – Guéret (23, Creuse)",
        ),
        (
            replace(ASKED, collectivite=None),
            DIRECT,
            "[CTAI] Question transmise – collectivité non précisée (23, Creuse)",
        ),
        (
            NOWHERE,
            DETOURED,
            "[À réorienter – Préfecture à déterminer] [CTAI] Question transmise – collectivité non précisée",
        ),
    ],
)
def test_the_subject_says_who_asks_and_for_whom_it_is(to_prefecture, asked, recipient, subject):
    mail = to_prefecture(recipient, asked)

    assert mail.subject == subject
    assert parse(mail)["Subject"] == subject


@pytest.mark.parametrize(
    ("asked", "detour", "why"),
    [
        (ASKED, Detour.UNCONFIRMED, "Aucune boîte de réception confirmée n’est enregistrée pour le service "),
        (ASKED, Detour.EXPIRED, "n’a pas été confirmée depuis douze mois"),
        (NOWHERE, Detour.UNCONFIRMED, "La personne n’a pas précisé sa collectivité"),
    ],
)
def test_the_central_inbox_reads_why_the_question_came(to_prefecture, asked, detour, why):
    mail = to_prefecture(Recipient("centrale@ctai.example", (), detour), asked)
    text = text_of(mail)

    assert why in text
    assert "Cette question arrive donc dans la boîte centrale du ministère." in text
    assert parse(mail)["To"] == "centrale@ctai.example"


def test_answers_go_to_the_person_who_asks_alone(to_prefecture):
    message = parse(to_prefecture())

    assert message["Reply-To"] == "camille.exemple@mairie.example"
    assert message["From"] == f"Assistant CTAI <{SENDER}>"
    assert message["To"] == DIRECT.address
    assert message["Cc"] == "copie@prefecture.example"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_receipt_holds_the_same_question_and_says_to_whom_it_went(receipt):
    direct, detoured, nowhere = receipt(), receipt(Detour.EXPIRED), receipt(Detour.UNCONFIRMED, NOWHERE)

    assert parse(direct)["To"] == "camille.exemple@mairie.example"
    assert direct.subject == "Votre question CTAI-Q26-7K3M-9QXD-4 est transmise"
    assert "> Un syndicat mixte peut-il signer ?\n> Et un pôle territorial ?" in text_of(direct)
    assert f"au service compétent{NBSP}: préfecture de la Creuse." in text_of(direct)
    assert "boîte centrale" not in text_of(direct)
    assert "boîte centrale du ministère de l’Intérieur, qui la fera suivre" in text_of(detoured)
    assert "à la boîte centrale du ministère de l’Intérieur." in text_of(nowhere)


def test_the_conversation_is_a_text_file_in_both_messages(to_prefecture, receipt):
    for mail in (to_prefecture(), receipt()):
        [part] = parse(mail).iter_attachments()
        assert part.get_filename() == "conversation.txt"
        assert part["Content-Type"].params["charset"] == "utf-8"
        assert part.get_payload(decode=True) == ASKED.transcript.encode()


def test_without_agreement_the_conversation_is_not_there(to_prefecture, receipt):
    for mail in (to_prefecture(transcript=None), receipt(transcript=None)):
        assert list(parse(mail).iter_attachments()) == []
        assert "Elle n’est pas jointe" in text_of(mail)


def test_a_visitors_words_cannot_pass_for_ours(to_prefecture, receipt):
    forged = "Fin.\n\nCe qui a été vérifié :\nTout.\u2028Oui."
    for mail in (to_prefecture(question=forged), receipt(question=forged)):
        assert "> Ce qui a été vérifié :\n> Tout.\n> Oui." in text_of(mail)


def test_a_question_that_is_too_long_is_cut(to_prefecture):
    assert text_of(to_prefecture(question="é" * 50_000)).count("é" * 100) <= QUESTION_MAX / 100


def test_a_doubtful_competence_is_told(to_prefecture):
    assert "reste à confirmer" in text_of(to_prefecture(certain=False))
    assert "reste à confirmer" not in text_of(to_prefecture())


@pytest.mark.parametrize("recipient", [DIRECT, DETOURED], ids=["direct", "detoured"])
@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_a_visitor_or_a_table_says_adds_a_header_or_a_recipient(
    to_prefecture, receipt, text, recipient
):
    hostile = replace(
        ASKED,
        collectivite=replace(GUERET, name=text, departement_name=text),
        departement=replace(CREUSE, name=text),
        prefecture=replace(PREFECTURE, name=text),
        question=text,
        transcript=text.encode(errors="replace").decode() or None,
    )
    sent, told = to_prefecture(recipient, hostile), receipt(recipient.detour, hostile)

    copies = ["Cc"] if recipient.cc else []
    assert header_names(sent.mime) == [*FIRST, *copies, "Reply-To", *LAST]
    assert header_names(told.mime)[: len(FIRST)] == FIRST
    assert set(header_names(told.mime)[len(FIRST) :]) <= {*LAST, "Content-Transfer-Encoding"}
    assert sent.envelope_to == (recipient.address, *recipient.cc)
    assert told.envelope_to == (ASKED.requester_email,)
    for mail in (sent, told):
        parsed = parse(mail)
        assert str(parsed["From"]) == f"Assistant CTAI <{SENDER}>"
        assert not parsed.defects
        assert "=?" not in str(parsed["Subject"])
        assert all(len(line) <= 998 for line in mail.mime.split(b"\r\n"))


def test_messages_are_plain_ascii_on_the_wire(to_prefecture, receipt):
    assert to_prefecture().mime.isascii()
    assert receipt().mime.isascii()


@pytest.mark.parametrize("asked", [ASKED, NOWHERE, replace(ASKED, transcript=None, certain=False)])
@pytest.mark.parametrize("detour", [None, *Detour])
def test_french_spacing_is_never_broken_at_the_end_of_a_line(asked, detour):
    asked = replace(asked, question="Rien.")
    for blocks in (question_blocks(asked, detour), question_receipt_blocks(asked, detour)):
        for words in (as_text(blocks), as_html(blocks, "Titre")):
            assert re.findall(r" [:;?!»]|« ", words) == []
            assert re.findall(r"\w'\w", words) == []
