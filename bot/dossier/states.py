"""Through which states a dossier goes.

« Brouillon » is the draft of a conversation: no dossier yet, without reference or row here. See
docs/decisions/0008-etats-du-dossier.md.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands; steps 2 to 5 are those of the ministry's leaflet."""

    CONFIRME = "confirme"
    TRANSMIS = "transmis"
    RECU = "recu"
    ECHANGE = "echange"
    DIAGNOSTIC = "diagnostic"
    PROJET = "projet"
    SIGNE = "signe"
    SANS_SUITE = "sans_suite"
    RETIRE = "retire"


#: What may follow what. Nothing is skipped; a mistaken mark is taken back, one step at a time.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.CONFIRME: frozenset({State.TRANSMIS, State.RETIRE}),
    State.TRANSMIS: frozenset({State.RECU, State.SANS_SUITE, State.RETIRE}),
    State.RECU: frozenset({State.ECHANGE, State.SANS_SUITE, State.RETIRE}),
    State.ECHANGE: frozenset({State.RECU, State.DIAGNOSTIC, State.SANS_SUITE, State.RETIRE}),
    State.DIAGNOSTIC: frozenset({State.ECHANGE, State.PROJET, State.SANS_SUITE, State.RETIRE}),
    State.PROJET: frozenset({State.DIAGNOSTIC, State.SIGNE, State.SANS_SUITE, State.RETIRE}),
    State.SIGNE: frozenset(),
    State.SANS_SUITE: frozenset(),
    State.RETIRE: frozenset(),
}

#: As visitors and préfecture agents read them.
LABELS: dict[State, str] = {
    State.CONFIRME: "Confirmé, en cours d’envoi",
    State.TRANSMIS: "Transmis",
    State.RECU: "Reçu par la préfecture",
    State.ECHANGE: "Temps d’échange avec la préfecture (étape 2)",
    State.DIAGNOSTIC: "Diagnostic partagé (étape 3)",
    State.PROJET: "Proposition de projet et demande de financement (étape 4)",
    State.SIGNE: "Contrat signé (étape 5)",
    State.SANS_SUITE: "Classé sans suite",
    State.RETIRE: "Retiré par la collectivité",
}


class ForbiddenTransition(ValueError):
    """A dossier cannot go from its state to the one asked for."""


def check_transition(present: State, wanted: State) -> None:
    """Checks that a dossier may go from one state to the other.

    Raises:
        ForbiddenTransition: it may not.
    """
    if wanted not in TRANSITIONS[present]:
        raise ForbiddenTransition(f"a dossier cannot go from {present} to {wanted}")


def is_closed(state: State) -> bool:
    """Tells whether nothing can follow: the collectivité may then open another dossier."""
    return not TRANSITIONS[state]
