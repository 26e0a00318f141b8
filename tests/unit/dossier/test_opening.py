import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from bot.db import transaction
from bot.dossier.journal import verify_journal
from bot.dossier.opening import AlreadyOpen, CodeNotVerified, NoLetter, OpenDossier, Opened, open_dossier
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, JournalRow, find_by_conversation
from bot.dossier.tracking import change_state
from bot.dossier.trust import Trust
from bot.dossier.written_reference import read_reference
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.storage import latest_letter, save_letter
from bot.territory.model import UnknownCollectivite

CAMILLE = "camille.exemple@mairie.example"
DOMINIQUE = "dominique.exemple@mairie.example"


@pytest.fixture
def confirm_creuse(session, clock):
    confirm_inbox(
        session,
        "pref:23",
        "creuse@prefecture.example",
        clock,
        author="exploitante",
        source="lettre du 2 novembre 2026",
        production=False,
        cc=["integration@prefecture.example"],
    )


def messages(session, *kinds):
    return list(session.scalars(select(MessageRow).where(MessageRow.kind.in_(kinds)).order_by(MessageRow.id)))


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_confirmed_letter_opens_a_dossier_and_queues_two_messages(session, opened, clock, settings):
    to_prefecture, receipt = messages(session, MessageKind.DOSSIER, MessageKind.RECEIPT)

    assert opened.state is State.CONFIRME
    assert read_reference(opened.reference) == opened.reference
    assert opened.collectivite_label == "Guéret (23, Creuse)"
    assert (opened.prefecture.id, opened.prefecture.redirected) == ("pref:23", True)
    assert (opened.requester.email, opened.requester.name) == (CAMILLE, "Camille Exemple")
    assert to_prefecture.recipient == settings.central_inbox
    assert receipt.recipient == CAMILLE
    assert {to_prefecture.dossier_id, receipt.dossier_id} == {opened.id}
    assert find_by_conversation(session, "c1") == opened


def test_a_confirmed_inbox_receives_the_dossier_and_its_copy(session, confirm_creuse, opened):
    to_prefecture, copy = messages(session, MessageKind.DOSSIER, MessageKind.COPY)

    assert not opened.prefecture.redirected
    assert to_prefecture.recipient == "creuse@prefecture.example"
    assert copy.recipient == "integration@prefecture.example"
    assert copy.mime == to_prefecture.mime


def test_the_prefecture_reads_the_themes_in_french_and_receives_both_documents(session, opened):
    [row] = messages(session, MessageKind.DOSSIER)
    message = message_from_bytes(row.mime, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    kinds = [part.get_content_type().rpartition("/")[2][-10:] for part in message.iter_attachments()]

    assert "l’emploi, notre patrimoine" in text
    assert opened.reference in text
    assert opened.reference in message["Subject"]
    assert kinds == ["l.document", "pdf"]


def test_the_same_confirmation_twice_gives_the_same_dossier(session, write_letter, prove, confirm):
    write_letter()
    prove()

    first = confirm()
    again = confirm()

    assert again == first
    assert count(session, DossierRow) == count(session, JournalRow) == 1
    assert len(messages(session, MessageKind.DOSSIER, MessageKind.RECEIPT)) == 2


def test_a_repetition_gives_the_same_dossier_even_when_the_proof_is_too_old(opened, confirm, clock):
    clock.advance(hours=5)

    assert confirm() == Opened(opened)


def test_without_letter_nothing_is_opened(session, prove, confirm):
    prove()

    assert confirm() == NoLetter()
    assert count(session, DossierRow) == 0


@pytest.mark.parametrize("email", [CAMILLE, "pas une adresse"])
def test_without_proof_of_the_address_nothing_is_opened_or_sent(session, write_letter, confirm, email):
    write_letter()

    assert confirm(email=email) == CodeNotVerified()
    assert count(session, DossierRow) == count(session, MessageRow) == count(session, JournalRow) == 0


def test_a_proof_of_another_conversation_or_address_opens_nothing(write_letter, prove, confirm):
    write_letter()
    prove("c2")
    prove("c1", DOMINIQUE)

    assert confirm() == CodeNotVerified()


def test_the_proof_must_be_recent(write_letter, prove, confirm, clock):
    write_letter()
    prove()
    clock.advance(hours=1)

    assert confirm() == CodeNotVerified()


def test_the_same_person_is_told_the_reference_of_the_active_dossier(opened, write_letter, prove, confirm):
    write_letter("c2")
    prove("c2")

    assert confirm("c2") == AlreadyOpen(opened.reference)


def test_a_stranger_learns_no_reference(session, opened, write_letter, prove, confirm):
    write_letter("c2")
    prove("c2", DOMINIQUE)

    assert confirm("c2", DOMINIQUE) == AlreadyOpen(None)
    assert count(session, DossierRow) == 1


def test_a_closed_dossier_lets_another_one_open(session, opened, write_letter, prove, confirm, clock):
    change_state(session, opened.id, State.RETIRE, clock, author="demandeur")
    write_letter("c2")
    prove("c2")

    assert isinstance(confirm("c2"), Opened)


def test_two_collectivites_have_a_dossier_each(opened, write_letter, prove, confirm):
    write_letter("c2", "epci:200067593")
    prove("c2")

    second = confirm("c2")
    assert isinstance(second, Opened)
    assert second.dossier.reference != opened.reference


def test_the_latest_letter_of_the_conversation_goes_with_the_dossier(session, write_letter, prove, confirm):
    write_letter()
    latest = write_letter(needs="Une autre demande.")
    prove()

    assert confirm().dossier.letter_id == latest.id
    [row] = messages(session, MessageKind.DOSSIER)
    message = message_from_bytes(row.mime, policy=policy.default)
    assert "Une autre demande." in message.get_body(("plain",)).get_content()


def test_the_journal_tells_of_the_opening_without_personal_data(session, opened):
    [line] = session.scalars(select(JournalRow))
    detail = json.loads(line.detail)

    assert (line.reference, line.event, line.author) == (opened.reference, "ouverture", "demandeur")
    assert (detail["collectivite"], detail["prefecture"]) == ("commune:23096", "pref:23")
    assert detail["detour"] == "non_confirmee"
    assert set(detail["documents"]) == {"docx", "pdf"}
    for personal in ("Exemple", "mairie.example", "familles"):
        assert personal not in line.detail
    assert verify_journal(session).broken_at is None


def test_an_opening_that_fails_leaves_nothing_behind(
    sessions, territory, settings, clock, write_letter, prove, session
):
    write_letter()
    prove()
    session.commit()

    with sessions() as failing:
        outcome = open_dossier(failing, OpenDossier("c1", CAMILLE), territory, settings, clock)
        assert isinstance(outcome, Opened)
        failing.rollback()

    with transaction(sessions) as after:
        assert count(after, DossierRow) == count(after, JournalRow) == 0
        assert messages(after, MessageKind.DOSSIER, MessageKind.RECEIPT) == []


def test_a_collectivite_that_left_the_tables_is_an_error(
    session, territory, write_letter, prove, confirm, clock
):
    write_letter()
    letter = latest_letter(session, "c1").letter
    gone = replace(letter, collectivite=replace(letter.collectivite, code="23999"))
    save_letter(session, "c1", gone, clock)
    prove()

    with pytest.raises(UnknownCollectivite):
        confirm()


def text_to_prefecture(session):
    [row] = messages(session, MessageKind.DOSSIER)
    message = message_from_bytes(row.mime, policy=policy.default)
    return message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()


def test_the_prefecture_reads_how_far_the_address_can_be_trusted(session, opened):
    assert opened.trust is Trust.OTHER  # mairie.example says nothing of Guéret
    for body in text_to_prefecture(session):
        assert "domaine sans rapport visible avec la collectivité" in body
    assert json.loads(session.scalars(select(JournalRow.detail)).one())["confiance"] == "sans_rapport"


def test_an_address_of_the_collectivite_is_told_so(session, write_letter, prove, confirm):
    write_letter()
    prove(email="camille@ville-gueret.example")

    assert confirm(email="camille@ville-gueret.example").dossier.trust is Trust.OFFICIAL
    for body in text_to_prefecture(session):
        assert "domaine qui correspond au nom de la collectivité" in body


def test_who_prepared_the_letter_is_the_requester_and_who_signs_is_told_too(
    session, write_letter, prove, confirm
):
    write_letter(prepared_by="Dominique Fictif", prepared_by_function="chargé de mission")
    prove()
    requester = confirm().dossier.requester

    assert (requester.name, requester.function) == ("Dominique Fictif", "chargé de mission")
    text, _ = text_to_prefecture(session)
    assert "Demandeur\u00a0: Dominique Fictif" in text
    assert "Signataire de la lettre\u00a0: Camille Exemple, le maire" in text


def test_what_the_letter_says_more_is_told_to_the_prefecture(session, write_letter, prove, confirm):
    write_letter(
        telephone="05 55 00 00 00",
        population=12_734,
        publics=("refugies", "les saisonniers"),
        actions="Un atelier de français.",
        elected_contact="Sacha Inventé, adjoint",
        technical_contact="le CCAS",
    )
    prove()
    confirm()

    text, _ = text_to_prefecture(session)
    for expected in (
        "Téléphone\u00a0: 05 55 00 00 00",
        "Population\u00a0: 12\u00a0734 habitants",
        "Publics\u00a0: les réfugiés et les bénéficiaires de la protection subsidiaire, les saisonniers",
        "> Un atelier de français.",
        "Contact parmi les élus\u00a0: Sacha Inventé, adjoint",
        "Contact dans les services\u00a0: le CCAS",
    ):
        assert expected in text


def test_what_was_not_said_is_not_told(session, opened):
    text, _ = text_to_prefecture(session)

    for label in ("Téléphone", "Population", "Publics", "Contact", "Actions déjà menées", "Signataire"):
        assert label not in text


@pytest.mark.parametrize("same", [True, False], ids=["one-conversation", "two-conversations"])
def test_two_confirmations_at_the_same_moment_open_one_dossier(
    session, sessions, territory, settings, clock, write_letter, prove, same
):
    conversations = ["c1", "c1" if same else "c2"]
    for conversation in set(conversations):
        write_letter(conversation)
        prove(conversation)
    session.commit()
    together = threading.Barrier(2)

    def confirm(conversation):
        together.wait()
        with transaction(sessions) as mine:
            return open_dossier(mine, OpenDossier(conversation, CAMILLE), territory, settings, clock)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(confirm, conversations))

    with transaction(sessions) as after:
        assert count(after, DossierRow) == 1
        assert len(messages(after, MessageKind.DOSSIER, MessageKind.RECEIPT)) == 2
    if same:
        assert outcomes[0] == outcomes[1]
    else:
        assert {type(outcome) for outcome in outcomes} == {Opened, AlreadyOpen}
