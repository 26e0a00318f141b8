import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import select

from bot.dossier.journal import verify_journal
from bot.dossier.states import LABELS, TRANSITIONS, ForbiddenTransition, State, check_transition, is_closed
from bot.dossier.storage import DossierRow, JournalRow, find_active
from bot.dossier.tracking import UnknownDossier, change_state, mark_exchange


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


#: The order of the issue, from the first dossier to the signature.
WAY = (
    State.CONFIRME,
    State.TRANSMIS,
    State.RECU,
    State.ECHANGE,
    State.DIAGNOSTIC,
    State.PROJET,
    State.SIGNE,
)


def test_nothing_skips_a_state_and_a_step_back_is_one_step():
    for before, allowed in TRANSITIONS.items():
        for after in allowed - {State.SANS_SUITE, State.RETIRE}:
            assert WAY.index(after) - WAY.index(before) in {1, -1}


def test_the_signature_comes_after_every_other_state():
    def paths(state, seen):
        if state is State.SIGNE:
            yield seen
        for after in TRANSITIONS[state]:
            if after not in seen:
                yield from paths(after, (*seen, after))

    assert list(paths(State.CONFIRME, (State.CONFIRME,))) == [WAY]


def test_a_closed_dossier_stays_closed():
    assert {state for state in State if is_closed(state)} == {
        state for state in State if TRANSITIONS[state] == frozenset()
    }


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    wishes=strategies.lists(
        strategies.tuples(strategies.sampled_from(State), strategies.sampled_from(["agent-23", "relais"])),
        max_size=30,
    )
)
def test_whatever_is_wished_the_dossier_keeps_to_the_graph_and_the_journal_tells_each_step(
    session, opened, clock, wishes
):
    journal = select(JournalRow).where(JournalRow.event == "etat").order_by(JournalRow.id)
    with session.begin_nested() as one_walk:
        present, walked = State.CONFIRME, []
        for wanted, author in wishes:
            clock.advance(hours=1)
            if wanted in TRANSITIONS[present]:
                dossier = change_state(session, opened.id, wanted, clock, author=author)
                assert (dossier.state, dossier.state_since) == (wanted, clock())
                walked.append((author, clock(), {"de": present.value, "vers": wanted.value}))
                present = wanted
            else:
                with pytest.raises(ForbiddenTransition):
                    change_state(session, opened.id, wanted, clock, author=author)
            row = session.get(DossierRow, opened.id)
            assert (row.state, row.closed_at is not None) == (present, is_closed(present))
            assert (find_active(session, opened.collectivite_id) is None) == is_closed(present)

        told = [(line.author, line.at, json.loads(line.detail)) for line in session.scalars(journal)]
        assert told == walked
        assert verify_journal(session).broken_at is None
        one_walk.rollback()


@pytest.mark.parametrize("author", ["", "  "])
def test_nothing_is_journalled_in_nobodys_name(session, opened, clock, author):
    with pytest.raises(ValueError, match="author"):
        change_state(session, opened.id, State.TRANSMIS, clock, author=author)


def test_who_marks_the_exchange_acknowledges_the_dossier_first(session, opened, clock):
    change_state(session, opened.id, State.TRANSMIS, clock, author="relais")

    assert mark_exchange(session, opened.id, clock, author="agent-23").state is State.ECHANGE
    lines = session.scalars(select(JournalRow).order_by(JournalRow.id.desc()).limit(2)).all()
    assert [(line.author, json.loads(line.detail)["vers"]) for line in reversed(lines)] == [
        ("agent-23", "recu"),
        ("agent-23", "echange"),
    ]


def test_an_exchange_is_not_marked_before_the_dossier_was_sent_nor_twice(session, opened, clock):
    with pytest.raises(ForbiddenTransition):
        mark_exchange(session, opened.id, clock, author="agent-23")
    change_state(session, opened.id, State.TRANSMIS, clock, author="relais")
    mark_exchange(session, opened.id, clock, author="agent-23")
    with pytest.raises(ForbiddenTransition):
        mark_exchange(session, opened.id, clock, author="agent-23")
    with pytest.raises(UnknownDossier):
        mark_exchange(session, 404, clock, author="agent-23")
