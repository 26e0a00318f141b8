"""The file that is given to a person: all of theirs, in words, and nothing of another."""

import io
import json
from dataclasses import fields, replace
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from bot.db import transaction
from bot.dossier.storage import JournalRow
from bot.letter.model import Letter
from bot.rights.export import LETTER_NAMES, Export, export, write_export
from bot.rights.verification import RightsRefused
from tests.unit.rights.conftest import CAMILLE, DOMINIQUE, Talks


@pytest.fixture
def export_of(sessions, store, settings, clock):
    def export_of(address: str) -> tuple[dict[str, object], ZipFile]:
        with transaction(sessions) as session:
            archive = ZipFile(io.BytesIO(export(session, store, settings, address, clock).archive))
        return json.loads(archive.read("donnees.json")), archive

    return export_of


def test_all_that_is_held_is_told_in_french_with_the_files(live, export_of) -> None:
    live(CAMILLE)

    data, archive = export_of(CAMILLE.email)

    assert data["adresse"] == CAMILLE.email
    (dossier,) = data["dossiers"]
    assert (dossier["nom"], dossier["collectivité"]) == (CAMILLE.name, "Guéret (23, Creuse)")
    assert dossier["état"] == "Confirmé, en cours d’envoi"
    assert [line["événement"] for line in dossier["journal"]] == ["ouverture"]
    (letter,) = data["lettres"]
    assert letter["contenu"]["nom du signataire"] == CAMILLE.name
    assert letter["contenu"]["collectivité"] == "Guéret"
    assert letter["contenu"]["thèmes"] == ["l’emploi"]
    (draft,) = data["brouillons"]
    assert draft["réponses"]["lettre_nom"] == CAMILLE.name
    (question,) = data["questions"]
    assert question["question"] == f"Combien pour {CAMILLE.name} ?"
    (talk,) = data["conversations"]
    assert [(one["de"], one["texte"]) for one in talk["messages"]] == [
        ("vous", f"Bonjour, {CAMILLE.name}, {CAMILLE.email}"),
        ("l’assistant", f"Bonjour {CAMILLE.name}"),
    ]
    assert talk["informations retenues"] == {"lettre_email": CAMILLE.email, "lettre_nom": CAMILLE.name}
    assert len(data["codes"]) == 1
    named = [*letter["fichiers"], *(one["fichier"] for one in data["messages"] if one["fichier"])]
    assert sorted(archive.namelist()) == sorted(["donnees.json", *named])
    assert len(named) == 6
    assert archive.read(letter["fichiers"][0])[:2] == b"PK"


def test_nothing_of_another_person_is_in_it(sessions, live, export_of, talks: Talks, write) -> None:
    live(CAMILLE)
    live(DOMINIQUE)
    talks.slot("non-vérifiée", "lettre_email", CAMILLE.email)
    talks.typed("non-vérifiée", f"des mots de {DOMINIQUE.name}")
    with transaction(sessions) as session:
        write(session, replace(DOMINIQUE, conversation="non-vérifiée", email=CAMILLE.email))

    data, archive = export_of(CAMILLE.email)

    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert DOMINIQUE.email.encode() not in whole
    assert DOMINIQUE.name.encode() not in whole
    assert (len(data["conversations"]), len(data["lettres"])) == (1, 1)


def test_an_address_that_nothing_is_held_of_gets_an_empty_file(export_of, store) -> None:
    data, archive = export_of("personne@ville.example")

    assert all(data[label] == [] for label in ("dossiers", "lettres", "messages", "conversations"))
    assert archive.namelist() == ["donnees.json"]


def test_the_journal_tells_that_it_was_done_and_not_for_whom(sessions, live, export_of) -> None:
    live(CAMILLE)
    export_of(CAMILLE.email)

    with transaction(sessions) as session:
        line = session.scalars(select(JournalRow).order_by(JournalRow.id.desc()).limit(1)).one()
    assert (line.event, line.author) == ("export", "droit d’accès")
    assert json.loads(line.detail)["lettres"] == 1
    assert "camille" not in line.detail


def test_each_field_of_a_letter_has_a_french_name() -> None:
    assert LETTER_NAMES.keys() == {field.name for field in fields(Letter)}
    assert len(set(LETTER_NAMES.values())) == len(LETTER_NAMES)


def test_the_file_is_for_its_owner_alone_and_never_written_over(tmp_path) -> None:
    out = tmp_path / "export.zip"

    write_export(Export(b"contenu", {}), out)

    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(RightsRefused, match="ne peut pas être écrit"):
        write_export(Export(b"autre", {}), out)
    assert out.read_bytes() == b"contenu"
