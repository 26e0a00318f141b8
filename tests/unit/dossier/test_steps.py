import pytest

from bot.dossier.states import State
from bot.dossier.steps import TITLES, StepState, steps, steps_of_conversation
from bot.dossier.tracking import change_state

DONE, CURRENT, AHEAD = StepState.DONE, StepState.CURRENT, StepState.AHEAD


def shape(shown):
    return [step.state for step in shown]


#: d: done, c: current, -: ahead.
EXPECTED = {
    State.CONFIRME: "c----",
    State.TRANSMIS: "d----",
    State.RECU: "d----",
    State.ECHANGE: "dc---",
    State.DIAGNOSTIC: "ddc--",
    State.PROJET: "dddc-",
    State.SIGNE: "ddddd",
    # Closed without a contract: how far it went is told by the journal, below.
    State.SANS_SUITE: "-----",
    State.RETIRE: "-----",
}


def test_every_state_has_its_place():
    assert set(EXPECTED) == set(State)


@pytest.mark.parametrize(("state", "expected"), EXPECTED.items())
@pytest.mark.parametrize("letter_written", [True, False])
def test_a_dossier_stands_where_its_state_says(state, expected, letter_written):
    words = {"d": DONE, "c": CURRENT, "-": AHEAD}

    assert shape(steps(state, letter_written=letter_written)) == [words[one] for one in expected]


def test_without_letter_or_dossier_everything_is_ahead():
    assert shape(steps(None, letter_written=False)) == [AHEAD] * 5


def test_a_letter_that_was_not_sent_begins_the_first_step():
    assert shape(steps(None, letter_written=True)) == [CURRENT] + [AHEAD] * 4


def test_the_steps_are_numbered_and_titled_as_in_the_leaflet():
    shown = steps(State.ECHANGE, letter_written=True)

    assert [step.number for step in shown] == [1, 2, 3, 4, 5]
    assert tuple(step.title for step in shown) == TITLES


def test_a_conversation_goes_from_nothing_to_its_letter_to_its_dossier(
    session, clock, write_letter, prove, confirm
):
    assert shape(steps_of_conversation(session, "c1")) == [AHEAD] * 5
    write_letter()
    assert shape(steps_of_conversation(session, "c1")) == [CURRENT] + [AHEAD] * 4
    prove()
    dossier = confirm().dossier
    assert shape(steps_of_conversation(session, "c1")) == [CURRENT] + [AHEAD] * 4
    change_state(session, dossier.id, State.TRANSMIS, clock, author="relais")
    assert shape(steps_of_conversation(session, "c1")) == [DONE] + [AHEAD] * 4


def test_the_dossier_of_another_conversation_is_not_shown(session, opened):
    assert shape(steps_of_conversation(session, "c2")) == [AHEAD] * 5


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ([], "-----"),
        ([State.TRANSMIS], "d----"),
        ([State.TRANSMIS, State.RECU, State.ECHANGE], "d----"),
        ([State.TRANSMIS, State.RECU, State.ECHANGE, State.DIAGNOSTIC], "dd---"),
    ],
)
def test_a_dossier_closed_without_a_contract_still_shows_what_was_done(session, opened, clock, way, expected):
    for state in [*way, State.RETIRE]:
        change_state(session, opened.id, state, clock, author="agent-23")

    words = {"d": DONE, "-": AHEAD}
    assert shape(steps_of_conversation(session, "c1")) == [words[one] for one in expected]
