"""What a dossier is to the rest of the product."""

from dataclasses import dataclass
from datetime import datetime

from bot.dossier.states import State
from bot.dossier.trust import Trust


@dataclass(frozen=True)
class CompetentPrefecture:
    """The préfecture as it was when the dossier was opened.

    Attributes:
        id: `pref:23`, `hc:987`…
        name: « préfecture de la Creuse ».
        redirected: True when the central inbox received the dossier in its place.
    """

    id: str
    name: str
    redirected: bool


@dataclass(frozen=True)
class Requester:
    """Who opened the dossier.

    Attributes:
        email: proved by a code.
        name: as declared, None when not said.
        function: as declared, None when not said.
    """

    email: str
    name: str | None
    function: str | None


@dataclass(frozen=True)
class Dossier:
    """One dossier.

    Attributes:
        id: for the product's own use.
        reference: `CTAI-26-XXXX-XXXX-C`, for people.
        state: where it stands, since `state_since`.
        conversation_id: the conversation it was opened in.
        letter_id: the letter that went with it.
        collectivite_id: `commune:23096`.
        collectivite_label: « Guéret (23, Creuse) ».
        prefecture: who is competent.
        requester: who opened it.
        opened_at: when, aware UTC.
        trust: what the domain of the address tells; None for a dossier older than that.
    """

    id: int
    reference: str
    state: State
    state_since: datetime
    conversation_id: str
    letter_id: int
    collectivite_id: str
    collectivite_label: str
    prefecture: CompetentPrefecture
    requester: Requester
    opened_at: datetime
    trust: Trust | None
