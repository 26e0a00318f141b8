"""The thirty themes of the assistant; the name of an intent begins with the name of its theme."""

THEMES = (
    "definition",
    "eligibilite",
    "publics",
    "interets",
    "thematiques",
    "etapes",
    "lettre_info",
    "diagnostic",
    "financement",
    "duree",
    "calendrier",
    "contact_prefecture",
    "contact_national",
    "acteurs",
    "innovation",
    "exemples",
    "rediger_lettre",
    "ouvrir_dossier",
    "suivre_dossier",
    "modifier_dossier",
    "annuler",
    "parler_humain",
    "donnees_personnelles",
    "saluer",
    "remercier",
    "prendre_conge",
    "defi_robot",
    "affirmer",
    "nier",
    "hors_sujet",
)


def theme_of(intent: str) -> str | None:
    """Gives the theme of an intent, or None for an answer to a form (`informer_…`, `passer`…)."""
    return next((theme for theme in THEMES if intent == theme or intent.startswith(f"{theme}_")), None)
