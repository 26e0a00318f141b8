"""An earlier answer is corrected in plain words, and what depends on it follows."""

from tests.e2e.journeys import begin, draft, letter, write_letter
from tests.e2e.product import Visitor


def test_a_name_is_corrected_in_the_recap(visitor: Visitor) -> None:
    assert "Signataire\u00a0: Camille Exemple\n" in draft(visitor, "mairie de Guéret", "a@gueret.example")
    assert "corrigeons le nom" in visitor.say("mon nom est mal écrit")
    assert "Signataire\u00a0: Camille Exemples\n" in visitor.say("Camille Exemples")


def test_correcting_the_collectivite_changes_the_prefecture(visitor: Visitor) -> None:
    assert "Préfète de la Creuse" in draft(visitor, "mairie de Guéret", "a@gueret.example")
    assert "préfecture compétente sera recalculée" in visitor.press("Modifier la collectivité")
    assert "à la tête de la préfecture" in visitor.say("commune de Pau")  # perhaps another préfet
    assert "Monsieur le Préfet des Pyrénées-Atlantiques" in visitor.press("Monsieur le Préfet")


def test_an_email_is_corrected_before_the_question_that_follows(visitor: Visitor) -> None:
    draft(visitor, "mairie de Guéret", "faute@gueret.example")
    assert "corrigeons l’adresse" in visitor.say("je veux changer l'adresse mail")
    assert "juste@gueret.example" in visitor.say("juste@gueret.example")


def test_a_finished_letter_can_be_corrected_and_is_made_again(visitor: Visitor) -> None:
    write_letter(visitor, "mairie de Guéret", "a@gueret.example")
    first = visitor.documents
    assert "Quelle réponse" in visitor.press(
        "Corriger une réponse"
    ) or "Voici ce que j’ai retenu" in "\n".join(message.get("text", "") for message in visitor.messages)
    visitor.press("Modifier la fonction")
    assert "Fonction\u00a0: le maire\n" in visitor.say("le maire")
    assert "Votre lettre est prête" in visitor.say("oui")
    assert set(visitor.documents.values()).isdisjoint(first.values())


def test_a_mistyped_domain_is_asked_about(visitor: Visitor) -> None:
    begin(visitor, "mairie de Tulle")
    visitor.press("Madame")
    assert "Vouliez-vous dire camille.exemple@gmail.com" in visitor.say("camille.exemple@gmial.com")
    visitor.say("oui")
    assert "camille.exemple@gmail.com" in visitor.say("récapitulez")


def test_a_domain_that_only_looks_mistyped_is_kept(visitor: Visitor) -> None:
    begin(visitor, "mairie de Tulle")
    visitor.press("Madame")
    visitor.say("camille.exemple@gmial.com")
    visitor.press("Non, garder")
    assert "camille.exemple@gmial.com" in visitor.say("récapitulez")


def test_the_recap_is_corrected_in_plain_words_and_each_change_is_said(visitor: Visitor) -> None:
    draft(visitor, "mairie de Tulle", "camille@tulle.example")
    assert "C’est corrigé\u00a0: l’apprentissage du français, la mobilité" in visitor.say(
        "enlève le logement et mets la mobilité"
    )
    assert "C’est corrigé\u00a0: Camille Exempel" in visitor.say("en fait mon nom c'est Camille Exempel")
    assert "C’est corrigé\u00a0: Monsieur le Préfet" in visitor.say("mettez plutôt monsieur le préfet")
    assert "C’est corrigé\u00a0: Monsieur (civilité)" in visitor.say("le maire, c'est un homme")
    visitor.say("oui")
    text = letter(visitor)
    assert "Monsieur le Préfet de la Corrèze" in text
    assert "le logement" not in text
    assert text.endswith("Le Maire, Camille Exempel")


def test_the_commune_turns_out_to_be_its_agglomeration(visitor: Visitor) -> None:
    draft(visitor, "mairie de Tulle", "camille@tulle.example")
    said = visitor.say("en fait c'est la communauté d'agglomération")
    assert "Communauté d’agglomération Tulle Agglo (19, Corrèze)" in said
    assert "La préfecture compétente reste la même" in said
    assert "Quelle est votre fonction" in said  # a maire does not head an EPCI
    visitor.say("présidente")
    visitor.say("oui")
    text = letter(visitor)
    assert "Au nom de la communauté d’agglomération Tulle Agglo" in text
    assert text.endswith("La Présidente, Camille Exemple")
