"""A draft of the deliberation by which a council lets its executive join the scheme.

Nothing official was found: no model, and no text that asks for a deliberation before the letter. The facts
are those of the leaflet (`depuis-2019`, `diagnostic`, `cinq-etapes`, `interet-commun`, `vote-non-precise`,
`maire-autorisation`); dates, numbers and votes are blanks.
"""

from bot.letter.blocks import AidText, Block, heading, item, labelled, paragraph, signature
from bot.letter.model import Letter
from bot.letter.names import METROPOLES, TERRITOIRES, Named, council_of, of_sender, sender_name
from bot.letter.signature import BLANK, executive, executive_signature, signs_by_delegation
from bot.letter.text import one_line, paragraphs
from bot.letter.wording import NBSP, place, theme_labels
from bot.territory.french import typographic
from bot.territory.model import Collectivite, Kind

TITLE = "Projet de délibération – Contrat territorial d’accueil et d’intégration (CTAI)"
OBJET = "Engagement dans une démarche de contrat territorial d’accueil et d’intégration (CTAI)"
NOTICE = "Aide à la rédaction – à adapter et à faire valider par vos services."

#: The article of the CGCT that says what the executive does; communautés and communes of common law only.
_ARTICLES = {Kind.COMMUNE: "L.2122-21", Kind.EPCI: "L.5211-9", Kind.DEPARTEMENT: "L.3221-1"}


def write_deliberation(letter: Letter) -> AidText:
    """Puts the draft into words, for the council of who writes `letter`."""
    collectivite = letter.collectivite
    council, head = council_of(collectivite), executive(letter)
    return AidText(
        title=f"{TITLE} – {sender_name(collectivite)}",
        notice=NOTICE,
        sender=sender_name(collectivite),
        heading="Projet de délibération",
        blocks=(
            paragraph(labelled("Objet", OBJET)),
            *_session(council),
            *_statement(letter),
            *_decision(letter, council, head),
            *_end(letter),
            *_before_use(collectivite),
        ),
    )


def _session(council: Named) -> tuple[Block, ...]:
    return (
        paragraph(f"{_capital(council.the)}, séance du {BLANK}. Délibération n°{NBSP}{BLANK}."),
        paragraph(
            f"{labelled('Membres en exercice', BLANK)}. {labelled('Présents', BLANK)}. "
            f"{labelled('Pouvoirs', BLANK)}."
        ),
    )


def _statement(letter: Letter) -> tuple[Block, ...]:
    themes = f"{NBSP}; ".join(theme_labels(letter.themes)) or BLANK
    return (
        heading("Exposé"),
        paragraph(
            "Depuis 2019, le Gouvernement propose aux collectivités territoriales de signer des contrats "
            "territoriaux d’accueil et d’intégration (CTAI), pour favoriser l’intégration des étrangers "
            "primo-arrivants en situation régulière, dont les réfugiés, résidant sur leur territoire."
        ),
        paragraph(
            "Le contrat se construit avec les services de la préfecture, à partir d’un diagnostic partagé "
            "des enjeux du territoire et des besoins des personnes étrangères. La lettre d’intention ouvre "
            "la démarche. La demande de financement vient avec la proposition de projet."
        ),
        paragraph(f"La situation de notre territoire{NBSP}:"),
        *(paragraph(one) for one in paragraphs(letter.needs or "") or (BLANK,)),
        paragraph(labelled("Premiers thèmes envisagés, sans préjuger du diagnostic", f"{themes}.")),
    )


def _decision(letter: Letter, council: Named, head: Named) -> tuple[Block, ...]:
    of_collectivite = of_sender(letter.collectivite)
    prefecture = typographic(letter.prefecture.name)
    return (
        heading("Délibération"),
        paragraph(f"{_capital(council.the)},"),
        paragraph(
            f"Vu le code général des collectivités territoriales, {_article(letter.collectivite)}{NBSP};"
        ),
        paragraph(
            "Considérant qu’il est de l’intérêt de tous que les personnes nouvellement installées "
            f"s’intègrent le plus rapidement possible{NBSP};"
        ),
        paragraph(f"Après en avoir délibéré, décide{NBSP}:"),
        paragraph(
            f"Article 1. D’approuver l’engagement {of_collectivite} dans une démarche de contrat territorial "
            "d’accueil et d’intégration."
        ),
        paragraph(
            f"Article 2. D’autoriser {head.the} à adresser la lettre d’intention ({prefecture}) et à "
            "conduire avec les services de l’État l’échange et le diagnostic partagé."
        ),
        paragraph(
            "Article 3, première rédaction possible. De demander que le projet de contrat et la demande de "
            "financement soient présentés en séance avant la signature."
        ),
        paragraph(
            f"Article 3, seconde rédaction possible. D’autoriser {head.the} à signer le contrat dont le "
            "projet est joint à la présente délibération."
        ),
        paragraph(f"Article 4. De charger {head.the} de l’exécution de la présente délibération."),
        paragraph(
            f"{labelled('Pour', BLANK)}. {labelled('Contre', BLANK)}. {labelled('Abstentions', BLANK)}."
        ),
    )


def _end(letter: Letter) -> tuple[Block, ...]:
    executive_signs = bool(letter.signatory_function) and not signs_by_delegation(letter)
    name = one_line(letter.signatory_name or "") if executive_signs else ""
    return (
        signature(f"{place(letter.collectivite)}, le {BLANK}"),
        signature(executive_signature(letter)),
        signature(name or BLANK),
    )


def _before_use(collectivite: Collectivite) -> tuple[Block, ...]:
    authorised = (
        "Un maire ne peut signer un contrat au nom de la commune sans autorisation du conseil municipal."
        if collectivite.kind is Kind.COMMUNE
        else "Vérifiez avec vos services juridiques quelle délibération doit précéder la signature."
    )
    return (
        heading("Avant d’utiliser ce projet (à retirer)"),
        item(
            "Le dépliant du ministère ne parle de délibération ni pour la lettre d’intention ni pour le "
            "contrat."
        ),
        item(authorised),
        item(
            f"Gardez une seule rédaction de l’article 3. Complétez les blancs «{NBSP}{BLANK}{NBSP}». Retirez "
            "ces remarques."
        ),
    )


def _article(collectivite: Collectivite) -> str:
    usual = sender_name(collectivite).partition(" ")[0] in {"Commune", "Département"} or (
        collectivite.kind is Kind.EPCI and collectivite.code not in METROPOLES | TERRITOIRES
    )
    return f"notamment {f'son article {_ARTICLES[collectivite.kind]}' if usual else BLANK}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
