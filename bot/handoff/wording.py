"""What the messages say, in French, as blocks that are written both in plain text and in HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.clock import PARIS
from bot.handoff.headers import one_line
from bot.handoff.inboxes import Detour
from bot.territory.model import Collectivite, Prefecture

#: Longest text of a visitor carried over into a message, in characters; the letter holds the whole of it.
NEEDS_MAX = 4_000

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Submission:
    """A dossier as its messages tell it.

    Attributes:
        reference: `CTAI-26-XXXX-XXXX-C`.
        collectivite: who asks.
        prefecture: who is competent.
        requester_name: who wrote, None when not said.
        requester_function: in what capacity, None when not said.
        requester_email: the address that the code proved.
        verified_at: when it was proved, aware.
        themes: French labels, « l’emploi », or the visitor's own words.
        needs: as the visitor wrote them, None when not said.
        certain: False when the ministry has still to confirm that this préfecture is competent.
        trust: what the domain of the address tells, in French.
        version: of the documents; from 2 on they replace those sent before.
        signatory_name: who signs when that is not the requester, None otherwise.
        signatory_function: of that person, None when not said.
        telephone: where the services can be called, None when not said.
        population: inhabitants that the letter says, None when it says none.
        publics: French labels or the visitor's own words; empty when not said.
        actions: what the territory does already, as the visitor wrote it, None when not said.
        elected_contact: who follows the project in the council, None when not said.
        technical_contact: who follows it in the services, None when not said.
    """

    reference: str
    collectivite: Collectivite
    prefecture: Prefecture
    requester_name: str | None
    requester_function: str | None
    requester_email: str
    verified_at: datetime
    themes: tuple[str, ...]
    needs: str | None
    certain: bool
    trust: str
    version: int = 1
    signatory_name: str | None = None
    signatory_function: str | None = None
    telephone: str | None = None
    population: int | None = None
    publics: tuple[str, ...] = ()
    actions: str | None = None
    elected_contact: str | None = None
    technical_contact: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """A dossier that its collectivité withdraws, as both messages tell it.

    Attributes:
        reference: `CTAI-26-XXXX-XXXX-C`.
        collectivite: « Guéret (23, Creuse) ».
        prefecture: « préfecture de la Creuse ».
        requester_email: who opened the dossier.
        withdrawn_at: when, aware.
    """

    reference: str
    collectivite: str
    prefecture: str
    requester_email: str
    withdrawn_at: datetime


@dataclass(frozen=True)
class Title:
    """The first line of a message."""

    text: str


@dataclass(frozen=True)
class Heading:
    """What the next blocks are about."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and its value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Quote:
    """Words of the visitor, marked so that they cannot pass for ours."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


Block = Title | Heading | Paragraph | Facts | Quote | Items


def dossier_blocks(
    submission: Submission, detour: Detour | None, attachments: Sequence[str]
) -> tuple[Block, ...]:
    """What the préfecture reads, or the central inbox when there is a `detour`."""
    return (
        Title("Lettre d’intention pour un contrat territorial d’accueil et d’intégration (CTAI)"),
        *_detour(detour, submission.prefecture.name),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "La collectivité ci-dessous exprime, par la lettre jointe, sa volonté de s’engager dans un "
            "contrat territorial d’accueil et d’intégration."
            if submission.version == 1
            else "La collectivité ci-dessous a corrigé ou complété le dossier que vous avez reçu sous la "
            f"même référence. Voici la version {submission.version} de ses documents : elle remplace les "
            "précédentes."
        ),
        Facts(_facts(submission)),
        *_doubt(submission),
        Heading("Besoins exprimés par la collectivité"),
        _quoted(submission.needs),
        *((Heading("Actions déjà menées"), _quoted(submission.actions)) if submission.actions else ()),
        Heading("Ce qui est attendu"),
        Paragraph(
            "La collectivité souhaite convenir d’un temps d’échange avec vos services : c’est l’étape 2 "
            "de la démarche. Une réponse à ce message parvient directement au demandeur."
        ),
        Heading("Ce qui a été vérifié"),
        Paragraph(
            "Le demandeur a prouvé, par un code à usage unique saisi le "
            f"{french_moment(submission.verified_at)}, qu’il lit l’adresse électronique indiquée. Son "
            "identité et sa fonction sont déclarées et n’ont pas été contrôlées."
        ),
        Paragraph(f"{submission.trust}."),
        Heading("Documents joints"),
        Items(tuple(attachments)),
        Paragraph(
            f"Merci de rappeler la référence {submission.reference} dans vos échanges. Si vous avez déjà "
            f"reçu {_copy_of(submission)}, ne tenez pas compte de ce doublon."
        ),
        Paragraph(SIGNATURE),
    )


def receipt_blocks(
    submission: Submission, detour: Detour | None, attachments: Sequence[str]
) -> tuple[Block, ...]:
    """What the requester reads once the dossier is open, or once a new version is on its way."""
    prefecture = _line(submission.prefecture.name)
    if detour is None:
        way = f"adressé au service compétent : {prefecture}."
    else:
        way = (
            "adressé à la boîte centrale du ministère, qui le fera suivre au service compétent : "
            f"{prefecture}."
        )
    return (
        Title(_receipt_title(submission)),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "Votre dossier de contrat territorial d’accueil et d’intégration (CTAI) est enregistré pour la "
            f"collectivité suivante : {_line(submission.collectivite.label)}. Il est {way}"
            if submission.version == 1
            else f"Vos nouveaux documents remplacent les précédents dans le dossier de la collectivité "
            f"suivante : {_line(submission.collectivite.label)}. Leur envoi est {way}"
        ),
        Facts((("Référence à conserver", submission.reference),)),
        Heading("La suite"),
        Paragraph(
            "L’étape 2 est un temps d’échange avec les services préfectoraux. Viennent ensuite le diagnostic "
            "partagé, la proposition de projet avec la demande de financement, puis la validation et la "
            "signature du contrat. Sans nouvelles, écrivez à ces services en rappelant votre référence."
        ),
        Paragraph(
            "Pour suivre, compléter, corriger ou retirer ce dossier, donnez sa référence à l’assistant : "
            "un code vous sera envoyé à cette adresse."
        ),
        Heading("Vos documents"),
        Items(tuple(attachments)),
        Paragraph(
            "Ce sont ceux qui ont été joints à votre dossier. La lettre n’y est pas signée : gardez "
            "l’exemplaire que vous signerez."
        ),
        Heading("Vos données"),
        Paragraph(
            "Vos données servent uniquement à transmettre ce dossier et à en assurer le suivi ; vous "
            "pouvez demander à les consulter, à les corriger ou à les effacer."
        ),
        Paragraph(SIGNATURE),
    )


def withdrawal_blocks(withdrawal: Withdrawal, detour: Detour | None) -> tuple[Block, ...]:
    """What the préfecture, or the central inbox when there is a `detour`, reads of a dossier given up."""
    return (
        Title(f"Retrait du dossier {withdrawal.reference}"),
        *_detour(detour, withdrawal.prefecture),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "La collectivité ci-dessous retire sa demande de contrat territorial d’accueil et d’intégration "
            "(CTAI). Vous n’avez plus à l’instruire."
        ),
        Facts(
            (
                ("Référence", withdrawal.reference),
                ("Collectivité", _line(withdrawal.collectivite)),
                ("Service compétent", _line(withdrawal.prefecture)),
                ("Adresse électronique", withdrawal.requester_email),
                ("Retrait confirmé le", french_moment(withdrawal.withdrawn_at)),
            )
        ),
        Heading("Ce qui a été vérifié"),
        Paragraph(
            "Le retrait a été confirmé par une personne qui a prouvé, par un code à usage unique, qu’elle "
            "lit l’adresse électronique de ce dossier. Une réponse à ce message lui parvient directement."
        ),
        Paragraph(SIGNATURE),
    )


def withdrawal_receipt_blocks(withdrawal: Withdrawal, detour: Detour | None) -> tuple[Block, ...]:
    """What the requester reads once the dossier is withdrawn."""
    through = "" if detour is None else ", par la boîte centrale du ministère"
    return (
        Title(f"Votre dossier {withdrawal.reference} est retiré"),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            f"Le dossier {withdrawal.reference}, de la collectivité suivante, est retiré depuis le "
            f"{french_moment(withdrawal.withdrawn_at)} : {_line(withdrawal.collectivite)}. Le service "
            f"compétent en est informé{through} : {_line(withdrawal.prefecture)}."
        ),
        Paragraph(
            "Votre collectivité peut ouvrir un autre dossier quand elle le souhaite. Si vous n’avez pas "
            "demandé ce retrait, écrivez sans attendre au service compétent en rappelant la référence."
        ),
        Paragraph(SIGNATURE),
    )


def code_blocks(code: str, minutes: int) -> tuple[Block, ...]:
    """What somebody reads who has to prove that an address is theirs."""
    return (
        Paragraph("Bonjour,"),
        Paragraph(f"Votre code de vérification : {code}"),
        Paragraph(
            f"Il est valable {minutes} minutes et ne sert qu’une fois. Saisissez-le dans la conversation "
            "avec l’assistant CTAI. Ne le communiquez à personne."
        ),
        Paragraph(
            "Si vous n’avez rien demandé, ne tenez pas compte de ce message : rien ne sera transmis en votre "
            "nom."
        ),
        Paragraph(SIGNATURE),
    )


def access_code_blocks(reference: str, code: str, minutes: int) -> tuple[Block, ...]:
    """What the requester reads when somebody asks to see or to change the dossier."""
    return (
        Paragraph("Bonjour,"),
        Paragraph(f"Votre code d’accès au dossier {reference} : {code}"),
        Paragraph(
            f"Il est valable {minutes} minutes et permet de consulter, de corriger ou de retirer ce dossier. "
            "Saisissez-le dans la conversation avec l’assistant CTAI. Ne le communiquez à personne."
        ),
        Paragraph(
            "Si vous n’avez rien demandé, ne tenez pas compte de ce message : sans ce code, personne ne "
            "peut voir ni modifier votre dossier."
        ),
        Paragraph(SIGNATURE),
    )


def french_moment(moment: datetime) -> str:
    """Returns « 23 novembre 2026 à 13 h 05 », at the time of metropolitan France."""
    local = moment.astimezone(PARIS)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{day} {_MONTHS[local.month - 1]} {local.year} à {local.hour} h {local.minute:02d}"


def as_text(blocks: Sequence[Block]) -> str:
    """Writes the blocks as plain text."""
    return "\n\n".join(_text(block) for block in blocks) + "\n"


def as_html(blocks: Sequence[Block], title: str) -> str:
    """Writes the blocks as one HTML page without style, script or image: any reader shows or speaks it."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


_UNSAID = "non précisé"

SIGNATURE = "Message envoyé automatiquement par l’assistant CTAI."


def _facts(submission: Submission) -> tuple[tuple[str, str], ...]:
    """Gives what is always told, « non précisé » if need be, then what the collectivité chose to tell."""
    collectivite = submission.collectivite
    always = (
        ("Référence", submission.reference),
        ("Collectivité", _line(collectivite.name)),
        ("Département", _line(f"{collectivite.departement_name} ({collectivite.departement})")),
        ("Service compétent", _line(submission.prefecture.name)),
        ("Demandeur", _line(submission.requester_name)),
        ("Fonction", _line(submission.requester_function)),
        ("Adresse électronique", submission.requester_email),
        ("Thèmes envisagés", ", ".join(_line(theme) for theme in submission.themes) or _UNSAID),
    )
    signatory = ", ".join(
        _line(one) for one in (submission.signatory_name, submission.signatory_function) if one
    )
    chosen = (
        ("Signataire de la lettre", signatory),
        ("Téléphone", _told(submission.telephone)),
        ("Population", _inhabitants(submission.population)),
        ("Publics", ", ".join(_line(one) for one in submission.publics)),
        ("Contact parmi les élus", _told(submission.elected_contact)),
        ("Contact dans les services", _told(submission.technical_contact)),
    )
    return (*always, *((label, value) for label, value in chosen if value))


def _told(text: str | None) -> str:
    return _line(text) if text else ""


def _inhabitants(number: int | None) -> str:
    return "" if number is None else f"{number:_} habitants".replace("_", " ")


def _copy_of(submission: Submission) -> str:
    if submission.version == 1:
        return "ce dossier sous la même référence"
    return f"cette version {submission.version} sous la même référence"


def _receipt_title(submission: Submission) -> str:
    if submission.version == 1:
        return f"Votre dossier {submission.reference} est ouvert"
    return f"La version {submission.version} de vos documents est transmise"


def _detour(detour: Detour | None, prefecture: str) -> tuple[Block, ...]:
    name = _line(prefecture)
    match detour:
        case None:
            return ()
        case Detour.UNCONFIRMED:
            why = "Aucune boîte de réception confirmée n’est enregistrée pour le service compétent"
        case Detour.EXPIRED:
            why = "La boîte de réception du service compétent n’a pas été confirmée depuis douze mois"
    return (
        Heading("Message à réorienter"),
        Paragraph(
            f"{why} : {name}. Ce dossier arrive donc dans la boîte centrale du ministère. Merci de le faire "
            "suivre à ce service, puis de compléter l’annuaire de l’assistant."
        ),
    )


def _doubt(submission: Submission) -> tuple[Block, ...]:
    if submission.certain:
        return ()
    return (
        Paragraph(
            "Pour cette collectivité, le service compétent reste à confirmer : merci de faire suivre ce "
            "message s’il ne vous revient pas."
        ),
    )


def _line(text: str | None) -> str:
    return one_line(text or "", limit=300) or _UNSAID


def _quoted(text: str | None) -> Block:
    lines = (one_line(line, NEEDS_MAX) for line in (text or "")[:NEEDS_MAX].splitlines())
    kept = tuple(line for line in lines if line)
    return Quote(kept) if kept else Paragraph("Non précisés.")


def _text(block: Block) -> str:
    match block:
        case Title(text):
            return text
        case Heading(text):
            return f"{text} :"
        case Paragraph(text):
            return text
        case Facts(pairs):
            return "\n".join(f"{label} : {value}" for label, value in pairs)
        case Quote(lines):
            return "\n".join(f"> {line}" for line in lines)
        case Items(texts):
            return "\n".join(f"- {text}" for text in texts)


def _html(block: Block) -> str:
    match block:
        case Title(text):
            return f"<h1>{escape(text)}</h1>"
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Facts(pairs):
            rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in pairs)
            return f"<dl>{rows}</dl>"
        case Quote(lines):
            return f"<blockquote><p>{'<br>'.join(escape(line) for line in lines)}</p></blockquote>"
        case Items(texts):
            return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
