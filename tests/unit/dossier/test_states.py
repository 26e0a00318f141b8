import random

import pytest
from sqlalchemy import func, select

from bot.dossier.journal import verify_journal
from bot.dossier.states import LABELS, TRANSITIONS, ForbiddenTransition, State, check_transition, is_closed
from bot.dossier.storage import JournalRow, find_active
from bot.dossier.tracking import change_state


def test_each_state_has_a_label_and_a_way_on():
    assert set(TRANSITIONS) == set(LABELS) == set(State)


def test_each_state_can_be_reached_and_each_active_one_can_end():
    def reach(start):
        seen, ahead = set(), [start]
        while ahead:
            seen.add(state := ahead.pop())
            ahead.extend(TRANSITIONS[state] - seen)
        return seen

    assert reach(State.CONFIRME) == set(State)
    assert {state for state in State if is_closed(state)} == {State.SIGNE, State.SANS_SUITE, State.RETIRE}
    for state in State:
        assert any(is_closed(end) for end in reach(state))


def test_a_collectivite_may_withdraw_as_long_as_nothing_is_signed():
    for state in State:
        assert (State.RETIRE in TRANSITIONS[state]) != is_closed(state)


def test_a_transition_that_is_not_in_the_table_is_refused():
    check_transition(State.PROJET, State.SIGNE)
    with pytest.raises(ForbiddenTransition):
        check_transition(State.CONFIRME, State.SIGNE)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_never_leaves_the_graph_and_each_step_writes_one_line(session, opened, clock, seed):
    chance = random.Random(seed)  # noqa: S311  (repeatable, on purpose)
    present, steps = opened.state, 0
    for _ in range(30):
        wanted = chance.choice(list(State))
        if wanted in TRANSITIONS[present]:
            clock.advance(hours=1)
            dossier = change_state(session, opened.id, wanted, clock, author="agent-23")
            assert (dossier.state, dossier.state_since) == (wanted, clock())
            present, steps = wanted, steps + 1
        else:
            with pytest.raises(ForbiddenTransition):
                change_state(session, opened.id, wanted, clock, author="agent-23")
        assert (find_active(session, opened.collectivite_id) is None) == is_closed(present)

    written = select(func.count()).select_from(JournalRow).where(JournalRow.event == "etat")
    assert session.scalar(written) == steps
    assert verify_journal(session).broken_at is None
