import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from bot.handoff.inboxes import Detour, Recipient
from bot.handoff.message import (
    HEADER_LINE_MAX,
    Attachment,
    access_code_message,
    code_message,
    dossier_message,
    receipt_message,
    withdrawal_message,
    withdrawal_receipt_message,
)
from bot.handoff.wording import (
    NEEDS_MAX,
    Withdrawal,
    access_code_blocks,
    as_html,
    as_text,
    dossier_blocks,
    french_moment,
    receipt_blocks,
    withdrawal_blocks,
    withdrawal_receipt_blocks,
)

SENDER = "assistant@ctai.example"
DIRECT = Recipient("creuse@prefecture.example", (), None)
NBSP = "\u00a0"


def parse(mail) -> EmailMessage:
    return message_from_bytes(mail.mime, policy=policy.default)


def text_of(mail) -> str:
    return parse(mail).get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(mail) -> str:
    return parse(mail).get_body(("html",)).get_content()


@pytest.fixture
def to_prefecture(submission, attachments, clock):
    def build(recipient=DIRECT, **changes):
        told = replace(submission, **changes)
        return dossier_message(told, recipient, attachments, mail_from=SENDER, clock=clock)

    return build


def test_the_prefecture_reads_who_asks_for_what_and_what_is_expected(to_prefecture):
    text = text_of(to_prefecture())

    for expected in (
        "CTAI-26-7K3M-9QXD-4",
        f"Collectivité{NBSP}: Guéret",
        f"Département{NBSP}: Creuse (23)",
        f"Demandeur{NBSP}: Camille Exemple",
        f"Fonction{NBSP}: maire",
        "camille.exemple@mairie.example",
        f"code à usage unique saisi le 23 novembre 2026 à 13{NBSP}h{NBSP}05",
        "l’emploi, le logement",
        "> Vingt familles sont arrivées.\n> Le logement manque.",
        "étape 2",
        "Si vous avez déjà reçu ce dossier sous la même référence, ne tenez pas compte de ce doublon.",
        "- lettre-intention-ctai-gueret.docx\n- lettre-intention-ctai-gueret.pdf",
    ):
        assert expected in text


def test_the_page_says_the_same_words_as_the_plain_text(to_prefecture):
    class Words(HTMLParser):
        said: list[str]

        def handle_data(self, data):
            self.said.append(data)

    mail = to_prefecture(needs="a < b & c\n<script>alert(1)</script>")
    reader = Words()
    reader.said = []
    reader.feed(html_of(mail).partition("<body>")[2])

    def words(text):
        return re.findall(r"\w+", text)

    assert words(" ".join(reader.said)) == words(text_of(mail))
    assert "<script" not in html_of(mail)
    assert html_of(mail).startswith('<!doctype html>\r\n<html lang="fr">')


def test_answers_go_to_the_requester_alone(to_prefecture):
    message = parse(to_prefecture())

    assert message["Reply-To"] == "camille.exemple@mairie.example"
    assert message["From"] == f"Assistant CTAI <{SENDER}>"
    assert message["To"] == DIRECT.address
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_subject_holds_the_reference_and_the_collectivite(to_prefecture):
    mail = to_prefecture()

    assert mail.subject == "Lettre d’intention CTAI – CTAI-26-7K3M-9QXD-4 – Guéret (23, Creuse)"
    assert parse(mail)["Subject"] == mail.subject


@pytest.mark.parametrize(
    ("detour", "why"),
    [
        (Detour.UNCONFIRMED, "Aucune boîte de réception confirmée n’est enregistrée"),
        (Detour.EXPIRED, "n’a pas été confirmée depuis douze mois"),
    ],
)
def test_the_central_inbox_reads_for_whom_the_dossier_is_and_why_it_came(to_prefecture, detour, why):
    mail = to_prefecture(Recipient("centrale@ctai.example", (), detour))

    assert mail.subject.startswith("[À réorienter – Préfecture de la Creuse] Lettre d’intention CTAI – ")
    assert why in text_of(mail)
    assert f"{NBSP}: préfecture de la Creuse. Ce dossier arrive donc" in text_of(mail)
    assert parse(mail)["To"] == "centrale@ctai.example"


def test_both_documents_are_attached_as_they_are(to_prefecture, attachments):
    found = [
        Attachment(part.get_filename(), part.get_content_type(), part.get_content())
        for part in parse(to_prefecture()).iter_attachments()
    ]

    assert found == list(attachments)


@pytest.mark.parametrize("name", ["lettre-Guéret.pdf", 'a".pdf', "../a.pdf", "a\r\nb.pdf", ""])
def test_an_attachment_whose_name_is_not_plain_ascii_is_refused(submission, clock, name):
    with pytest.raises(ValueError, match="not a plain ASCII file name"):
        dossier_message(
            submission,
            DIRECT,
            [Attachment(name, "application/pdf", b"%PDF")],
            mail_from=SENDER,
            clock=clock,
        )


def test_what_was_not_said_is_said_to_be_missing(to_prefecture):
    text = text_of(to_prefecture(requester_name=None, requester_function=None, themes=(), needs=None))

    assert text.count("non précisé") == 3
    assert "Non précisés." in text


def test_a_visitors_words_cannot_pass_for_ours(to_prefecture):
    text = text_of(to_prefecture(needs="Fin.\n\nCe qui a été vérifié :\nTout.\u2028Oui."))

    assert "> Ce qui a été vérifié :\n> Tout.\n> Oui." in text


def test_very_long_needs_are_cut_in_the_message(to_prefecture):
    assert text_of(to_prefecture(needs="é" * 50_000)).count("é" * 100) <= NEEDS_MAX / 100


def test_a_doubtful_competence_is_told(to_prefecture):
    assert "reste à confirmer" in text_of(to_prefecture(certain=False))
    assert "reste à confirmer" not in text_of(to_prefecture())


def test_both_bodies_say_how_far_the_address_can_be_trusted(to_prefecture):
    mail = to_prefecture(trust="Adresse vérifiée par code, messagerie grand public")

    for body in (text_of(mail), html_of(mail)):
        assert "Adresse vérifiée par code, messagerie grand public." in body


def test_a_new_version_says_so_in_its_subject_and_text(to_prefecture):
    mail = to_prefecture(version=3)

    assert mail.subject == "Lettre d’intention CTAI (version 3) – CTAI-26-7K3M-9QXD-4 – Guéret (23, Creuse)"
    assert f"Voici la version 3 de ses documents{NBSP}: elle remplace les précédentes." in text_of(mail)
    assert "Si vous avez déjà reçu cette version 3" in text_of(mail)
    assert "exprime, par la lettre jointe" not in text_of(mail)


def test_what_the_collectivite_chose_to_tell_cannot_break_a_line(to_prefecture):
    text = text_of(to_prefecture(telephone="05\r\nRéférence : fausse", publics=("a\nb",), actions="c\n\nd"))

    assert f"Téléphone{NBSP}: 05 Référence : fausse\n" in text
    assert f"Publics{NBSP}: a b\n" in text
    assert "> c\n> d" in text


WITHDRAWAL = Withdrawal(
    reference="CTAI-26-7K3M-9QXD-4",
    collectivite="Guéret (23, Creuse)",
    prefecture="préfecture de la Creuse",
    requester_email="camille.exemple@mairie.example",
    withdrawn_at=datetime(2026, 11, 23, 12, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("recipient", [DIRECT, Recipient("c@ctai.example", (), Detour.EXPIRED)])
def test_a_withdrawal_tells_the_prefecture_that_there_is_nothing_left_to_do(clock, recipient):
    mail = withdrawal_message(WITHDRAWAL, recipient, mail_from=SENDER, clock=clock)

    assert parse(mail)["To"] == recipient.address
    assert parse(mail)["Reply-To"] == "camille.exemple@mairie.example"
    assert "Retrait du dossier CTAI – CTAI-26-7K3M-9QXD-4 – Guéret (23, Creuse)" in mail.subject
    assert mail.subject.startswith("[À réorienter") == recipient.redirected
    for body in (text_of(mail), html_of(mail)):
        assert "Vous n’avez plus à l’instruire" in body
        assert f"23 novembre 2026 à 13{NBSP}h{NBSP}05" in body


def test_who_withdraws_is_told_and_may_protest(clock):
    mail = withdrawal_receipt_message(WITHDRAWAL, Detour.EXPIRED, mail_from=SENDER, clock=clock)

    assert parse(mail)["To"] == "camille.exemple@mairie.example"
    assert "boîte centrale" in text_of(mail)
    assert "Si vous n’avez pas demandé ce retrait" in text_of(mail)


def test_a_code_of_access_names_the_dossier_and_is_in_the_text_alone(clock):
    mail = access_code_message(
        "CTAI-26-7K3M-9QXD-4", "camille@mairie.example", "048213", 10, mail_from=SENDER, clock=clock
    )

    assert f"Votre code d’accès au dossier CTAI-26-7K3M-9QXD-4{NBSP}: 048213" in text_of(mail)
    assert "048213" not in "".join(str(value) for value in parse(mail).values())


@pytest.mark.parametrize("recipient", [DIRECT, Recipient("c@ctai.example", (), Detour.EXPIRED)])
def test_the_receipt_says_what_happens_next(submission, attachments, clock, recipient):
    mail = receipt_message(submission, recipient.detour, attachments, mail_from=SENDER, clock=clock)
    text = text_of(mail)

    assert parse(mail)["To"] == "camille.exemple@mairie.example"
    assert mail.subject == "Votre dossier CTAI-26-7K3M-9QXD-4 – Guéret (23, Creuse)"
    assert f"Référence à conserver{NBSP}: CTAI-26-7K3M-9QXD-4" in text
    assert "préfecture de la Creuse" in text
    assert "étape 2" in text
    assert "Vos données servent uniquement" in text
    assert ("boîte centrale du ministère" in text) == recipient.redirected
    assert [part.get_filename() for part in parse(mail).iter_attachments()] == [
        item.file_name for item in attachments
    ]


def test_the_code_is_in_the_text_and_nowhere_else(clock):
    mail = code_message("camille@mairie.example", "048213", 10, mail_from=SENDER, clock=clock)

    assert f"Votre code de vérification{NBSP}: 048213" in text_of(mail)
    assert "10 minutes" in text_of(mail)
    assert "Si vous n’avez rien demandé" in text_of(mail)
    assert "048213" not in mail.subject
    assert "048213" not in "".join(str(value) for value in parse(mail).values())


@pytest.mark.parametrize(
    "domain", ["a.example", "interieur.gouv.fr", "tres-longue-direction.tres-long-service.ministere.example"]
)
def test_the_message_id_is_unique_and_never_folded(clock, domain):
    def built():
        return code_message("a@b.example", "000000", 10, mail_from=f"assistant@{domain}", clock=clock)

    mail = built()
    line = f"Message-ID: {mail.message_id}"
    assert line.encode() in mail.mime.split(b"\r\n")
    assert len(line) <= HEADER_LINE_MAX
    assert domain.endswith(mail.message_id.partition("@")[2].rstrip(">"))
    assert built().message_id != mail.message_id


def test_messages_are_plain_ascii_on_the_wire(to_prefecture):
    assert to_prefecture().mime.isascii()


def test_french_spacing_is_never_broken_at_the_end_of_a_line(submission):
    told = replace(submission, version=2, population=12_734, actions="Un atelier.", certain=False)
    blocks = (
        *dossier_blocks(told, Detour.UNCONFIRMED, ["a.pdf"]),
        *receipt_blocks(told, Detour.EXPIRED, ["a.pdf"]),
        *withdrawal_blocks(WITHDRAWAL, Detour.EXPIRED),
        *withdrawal_receipt_blocks(WITHDRAWAL, Detour.EXPIRED),
        *access_code_blocks("CTAI-26-7K3M-9QXD-4", "048213", 10),
    )

    for words in (as_text(blocks), as_html(blocks, "Titre")):
        assert re.findall(r" [:;?!»]|« ", words) == []
        assert re.findall(r"\w'\w", words) == []


def test_the_first_of_the_month_is_premier(clock):
    clock.moment = clock.moment.replace(month=8, day=1)

    assert french_moment(clock()) == f"1er août 2026 à 14{NBSP}h{NBSP}05"
