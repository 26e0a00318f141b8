"""The same journey as different people write it: in capitals, in one word, in one breath, in SMS."""

from tests.e2e.journeys import begin, draft, letter
from tests.e2e.product import Visitor


def test_everything_is_written_in_capitals(visitor: Visitor) -> None:
    visitor.say("BONJOUR JE VEUX ECRIRE LA LETTRE D'INTENTION")
    assert "Montluçon (03, Allier)" in visitor.say("MAIRIE DE MONTLUCON")
    visitor.say("CAMILLE EXEMPLE")
    visitor.say("MAIRE")
    visitor.say("MADAME")
    visitor.say("CAMILLE.EXEMPLE@MONTLUCON.EXAMPLE")
    visitor.say("JE NE SAIS PAS")
    visitor.say("LE LOGEMENT ET LA SANTE")
    visitor.say("IL MANQUE DES LOGEMENTS POUR LES FAMILLES REFUGIEES")
    recap = visitor.say("ALLER AU RECAPITULATIF")
    assert "Thèmes\u00a0: le logement, l’accès aux soins et à la santé" in recap
    visitor.say("OUI")
    assert "La Maire, CAMILLE EXEMPLE" in letter(visitor)


def test_everything_is_told_in_one_message(visitor: Visitor) -> None:
    visitor.say(
        "Bonjour, je suis Camille Exemple, maire de Thiers, camille.exemple@thiers.example, 04 73 00 00 00 : "
        "priorité au logement et au français."
    )
    said = visitor.press("Rédiger la lettre")
    for expected in ("Thiers (63, Puy-de-Dôme)", "Camille Exemple", "camille.exemple@thiers.example"):
        assert expected in said
    assert "« Madame » ou « Monsieur »" in said.replace("\u00a0", " ")
    visitor.say("Monsieur")
    visitor.say("monsieur le préfet")
    visitor.say("logement, français")
    asked = visitor.say("Les bailleurs ont des logements vides, personne n'accompagne.")
    assert "numéro de téléphone" not in asked  # it was told
    assert "Téléphone\u00a0: 04 73 00 00 00" in visitor.press("Aller au récapitulatif")


def test_short_messages_are_spelt_as_on_a_telephone(visitor: Visitor) -> None:
    assert "Quelle collectivité" in visitor.say("slt g besoin 2 fR la lettre pr le prefet")
    visitor.say("mairie de bourges")
    visitor.say("camille exemple")
    assert "en qualité d’exécutif\u00a0: le maire" in visitor.say("jsui le maire")
    assert "à la tête de la préfecture" in visitor.say("jsp")
    visitor.say("jsp")
    assert "Quels besoins" in visitor.say("boulot é logement")
    visitor.say("ya pa ase de cour de fr")
    recap = visitor.say("non c bon")
    assert "Besoins\u00a0: ya pa ase de cour de fr" in recap  # as it was written
    assert "Thèmes\u00a0: l’emploi, le logement" in recap


def test_every_answer_is_one_word(visitor: Visitor) -> None:
    visitor.say("lettre")
    visitor.press("Rédiger la lettre")
    assert "la commune ou l’intercommunalité" in visitor.say("Aurillac")
    visitor.say("commune")
    visitor.say("passe")
    visitor.say("Maire")
    visitor.say("Madame")
    visitor.say("passe")
    visitor.say("Préfète")
    visitor.say("Logement")
    visitor.say("Attente.")
    recap = visitor.say("récapitulatif")
    assert "Destinataire\u00a0: Madame la Préfète du Cantal" in recap


def test_a_civility_is_no_name(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Tulle")
    assert "Comment vous appelez-vous" in visitor.say("Madame")
    assert "Quelle est votre fonction" in visitor.say("Sam Exemple")


def test_nobody_knows_anything_yet(visitor: Visitor) -> None:
    visitor.say("je voudrais préparer la lettre d'intention")
    assert "nécessaire pour continuer" in visitor.say("je ne sais pas")
    assert "nécessaire pour continuer" in visitor.say("aucune idée")
    visitor.say("Ambert")
    visitor.say("la commune")
    for shrug in (
        "je ne sais pas",
        "je sais pas trop",
        "je ne sais pas encore",
        "aucune idée",
        "pas encore décidé",
        "je ne sais pas",
        "on verra plus tard",
        *["je ne sais pas"] * 6,
    ):
        said = visitor.say(shrug)
    assert said.count("[à compléter]") == 4
    visitor.say("oui")
    assert letter(visitor).count("[à compléter]") == 4  # who signs, the address, the needs, the themes


def test_checked_boxes_arrive_as_text_and_own_words_are_kept(visitor: Visitor) -> None:
    begin(visitor, "mairie de Rodez")
    visitor.say("Madame")
    visitor.say("je passe")
    visitor.say("madame la préfète")
    choices = [choice["title"] for message in visitor.messages for choice in message.get("choices", [])]
    assert len(choices) == 8
    visitor.say(f"{choices[1]}, {choices[6]}, le sport pour tous")
    visitor.say("Peu de bus.")
    recap = visitor.press("Aller au récapitulatif")
    assert "Thèmes\u00a0: le logement, la mobilité, le sport pour tous" in recap


def test_a_very_long_text_is_refused_and_a_long_one_is_kept_whole(visitor: Visitor) -> None:
    draft(visitor, "mairie de Tulle", "camille@tulle.example")
    visitor.press("Modifier les besoins")
    sentence = "Les familles attendent un logement et des cours depuis des mois. "
    assert "500 caractères au plus" in visitor.say(sentence * 24)
    visitor.say(sentence * 23)
    visitor.say("oui")
    assert letter(visitor).count(sentence.strip()) == 23
