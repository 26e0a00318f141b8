"""One page on what comes after the letter: the leaflet's five steps, whom to contact, what to prepare.

Facts: `cinq-etapes`, `accompagnement-prefecture`, `contact-local`, `boite-nationale`, `sites`, `diagnostic`,
`sans-calendrier`, `pieces-non-precisees`, `incitation-financiere`, `departements-non-nommes`.
"""

from bot.letter.blocks import AidText, Block, heading, item, labelled, paragraph
from bot.letter.model import Letter
from bot.letter.names import council_of, of_sender, sender_name
from bot.letter.signature import executive, signs_by_delegation
from bot.letter.text import one_line
from bot.letter.wording import BLANK, NBSP, theme_labels
from bot.territory.competence import COM
from bot.territory.french import typographic
from bot.territory.model import Collectivite, Kind

TITLE = "Mémo des prochaines étapes – Contrat territorial d’accueil et d’intégration (CTAI)"
NOTICE = "Aide à la préparation – à adapter avec vos services et avec ceux de la préfecture."

NATIONAL_INBOX = "territoires-integration-dgef-diair@interieur.gouv.fr"
SITES = ("www.immigration.interieur.gouv.fr", "accueil-integration-refugies.fr")

#: A memo of one page holds so much of a theme or of a contact in the visitor's own words.
_SHORT = 200


def write_memo(letter: Letter) -> AidText:
    """Puts the memo into words for who writes `letter`."""
    collectivite = letter.collectivite
    return AidText(
        title=f"{TITLE} – {sender_name(collectivite)}",
        notice=NOTICE,
        sender=sender_name(collectivite),
        heading="Mémo des prochaines étapes",
        blocks=(
            paragraph("Contrat territorial d’accueil et d’intégration (CTAI)."),
            *_steps(collectivite),
            *_whom_to_contact(letter),
            *_what_to_prepare(letter),
        ),
    )


def _steps(collectivite: Collectivite) -> tuple[Block, ...]:
    return (
        heading("Les cinq étapes"),
        item(
            f"Étape 1, vous y êtes{NBSP}: la lettre d’intention {of_sender(collectivite)}, pour exprimer sa "
            "volonté d’intégrer le dispositif."
        ),
        item(
            f"Étape 2{NBSP}: un temps d’échange avec les services de la préfecture, qui accompagnent le "
            "projet."
        ),
        item(f"Étape 3{NBSP}: un diagnostic partagé avec l’État, à l’échelle locale."),
        item(
            f"Étape 4{NBSP}: une proposition de projet de contractualisation et une demande de financement."
        ),
        item(f"Étape 5{NBSP}: la validation du projet et la signature du contrat avec l’État local."),
        paragraph("Le dépliant du ministère n’indique ni date limite ni délai."),
    )


def _whom_to_contact(letter: Letter) -> tuple[Block, ...]:
    prefecture, near = letter.prefecture, letter.sous_prefecture
    site = f" ({prefecture.site})" if prefecture.site else ""
    local = [f"{_capital(typographic(prefecture.name))}, à {typographic(prefecture.city)}{site}."]
    if near is not None:
        local.append(f"{_capital(typographic(near.name))}, pour un premier échange.")
    return (
        heading("Qui contacter"),
        *(item(office) for office in local),
        item(labelled("Adresse nationale", NATIONAL_INBOX)),
        item(labelled("Pour en savoir plus", " et ".join(SITES))),
        *(paragraph(doubt) for doubt in _doubts(letter.collectivite)),
    )


def _doubts(collectivite: Collectivite) -> tuple[str, ...]:
    if collectivite.departement in COM:
        return ("Le dépliant ne parle pas de l’outre-mer. Demandez d’abord si un contrat y est possible.",)
    if collectivite.kind in {Kind.DEPARTEMENT, Kind.REGION}:
        return (
            "Le dépliant n’exclut ni les départements ni les régions, sans les nommer. À voir dès l’échange.",
        )
    return ()


def _what_to_prepare(letter: Letter) -> tuple[Block, ...]:
    themes = _short(f"{NBSP}; ".join(theme_labels(letter.themes)) or BLANK)
    elected = _short(one_line(letter.elected_contact or "") or BLANK)
    technical = _short(one_line(letter.technical_contact or letter.prepared_by or "") or BLANK)
    return (
        heading("Ce que vous pouvez préparer"),
        item(
            f"La lettre{NBSP}: relisez-la, complétez ses blancs, faites-la signer par {_signatory(letter)}."
        ),
        item(
            f"L’échange{NBSP}: la situation de votre territoire, les actions qui existent déjà, vos premiers "
            f"thèmes ({themes})."
        ),
        item(
            f"Le diagnostic{NBSP}: les enjeux de votre territoire, les besoins des personnes étrangères, "
            "les acteurs locaux qui les connaissent."
        ),
        item(f"Vos contacts{NBSP}: pour les élus, {elected}{NBSP}; pour les services, {technical}."),
        item(
            f"La décision {council_of(letter.collectivite).of}{NBSP}: vérifiez avec vos services juridiques "
            "ce qui doit être voté avant la signature du contrat. Un projet de délibération peut vous "
            "y aider."
        ),
        paragraph(
            "Le dépliant ne cite ni formulaire en ligne, ni liste de pièces. Il n’indique aucun montant ni "
            "taux. La demande de financement se prépare avec la préfecture, à l’étape 4."
        ),
    )


def _signatory(letter: Letter) -> str:
    if signs_by_delegation(letter):
        return f"{executive(letter).the}, ou vérifiez la délégation de signature"
    return executive(letter).the


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
