"""No table is forgotten, and each row goes on its day."""

import importlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import PARIS
from bot.db import ROOT, Base, transaction
from bot.dossier.states import State
from bot.dossier.storage import DossierRow
from bot.dossier.tracking import change_state
from bot.handoff.storage import MessageRow, MessageState
from bot.rights import retention
from bot.rights.rules import NOTHING_PERSONAL, RULES
from tests.unit.rights.conftest import CAMILLE, add_opinions


def test_every_table_has_a_rule_or_a_reason_to_have_none() -> None:
    for file in sorted((ROOT / "bot").rglob("*.py")):
        if "__tablename__" in file.read_text(encoding="utf-8"):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))

    ruled = {rule.table.__tablename__ for rule in RULES}

    assert ruled | NOTHING_PERSONAL.keys() == Base.metadata.tables.keys()
    assert not ruled & NOTHING_PERSONAL.keys()
    assert all(NOTHING_PERSONAL.values())


def test_two_rules_are_never_counted_under_one_name() -> None:
    labels = [rule.label for rule in RULES]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("codes", retention.CODE),
        ("brouillons", retention.DRAFT),
        ("lettres", retention.LETTER_WITHOUT_DOSSIER),
        ("documents", retention.LETTER_WITHOUT_DOSSIER),
        ("contenus de messages", retention.SENT_BYTES),
        ("questions", retention.QUESTION),
        ("avis", retention.FEEDBACK),
        ("relectures", retention.REVIEW),
    ],
)
def test_a_row_is_kept_until_its_day_and_no_longer(
    sessions, clock, live, label: str, kept: timedelta
) -> None:
    live(CAMILLE, dossier=False)
    add_opinions(sessions, clock().astimezone(PARIS).date())
    (rule,) = (rule for rule in RULES if rule.label == label)

    with transaction(sessions) as session:
        before = rule.count(session, clock() + kept - timedelta(days=1))
        after = rule.count(session, clock() + kept)

    assert before == 0
    assert after > 0
    clock.moment += kept
    assert rule.apply(sessions, clock, author="essai") == after
    assert rule.apply(sessions, clock, author="essai") == 0


def test_what_is_left_of_a_message_goes_a_year_later_that_of_a_code_after_a_day(
    sessions, clock, live
) -> None:
    live(CAMILLE, dossier=False)
    (rule,) = (rule for rule in RULES if rule.label == "messages")

    with transaction(sessions) as session:
        assert rule.count(session, clock() + retention.CODE) == 1
        assert rule.count(session, clock() + retention.MESSAGE) == 3


def test_a_message_that_still_has_to_leave_is_never_touched(sessions, clock, live) -> None:
    live(CAMILLE)
    with transaction(sessions) as session:
        for row in session.scalars(select(MessageRow)):
            row.state = MessageState.WAITING
    clock.advance(days=900)

    for label in ("messages", "contenus de messages"):
        (rule,) = (rule for rule in RULES if rule.label == label)
        assert rule.apply(sessions, clock, author="essai") == 0


def test_a_message_that_was_given_up_can_be_sent_again_for_longer(sessions, clock, live) -> None:
    live(CAMILLE, dossier=False)
    with transaction(sessions) as session:
        for row in session.scalars(select(MessageRow)):
            row.state = MessageState.DEAD
    (rule,) = (rule for rule in RULES if rule.label == "contenus de messages")

    with transaction(sessions) as session:
        assert rule.count(session, clock() + retention.SENT_BYTES) == 0
        assert rule.count(session, clock() + retention.DEAD_BYTES) == 2


def test_the_letter_of_a_dossier_is_kept_as_long_as_the_dossier(sessions, clock, live) -> None:
    live(CAMILLE)
    rules = {rule.label: rule for rule in RULES}
    closed_at = clock() + timedelta(days=100)
    with transaction(sessions) as session:
        assert rules["lettres"].count(session, closed_at) == 0
        dossier = session.scalars(select(DossierRow)).one()
        change_state(session, dossier.id, State.RETIRE, lambda: closed_at, author="essai")

    with transaction(sessions) as session:
        day = closed_at + retention.CLOSED_DOSSIER
        before = day - timedelta(days=1)
        assert (rules["lettres"].count(session, before), rules["lettres"].count(session, day)) == (0, 1)
        assert (rules["dossiers"].count(session, before), rules["dossiers"].count(session, day)) == (0, 1)
