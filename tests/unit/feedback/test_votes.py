from datetime import UTC, date, datetime

import pytest
from sqlalchemy import inspect, select

from bot.feedback.model import Opinion, Reason, Tally
from bot.feedback.storage import FeedbackRow
from bot.feedback.votes import record_feedback, tally

YES, NO = Opinion(useful=True), Opinion(useful=False)


def kept(session):
    session.flush()
    session.expire_all()
    return session.scalars(select(FeedbackRow)).all()


def test_an_opinion_is_kept_without_its_token(session, clock):
    record_feedback(session, "jeton", "definition_ctai", Opinion(False, Reason.UNCLEAR), clock)

    (row,) = kept(session)
    assert (row.answer, row.useful, row.reason) == ("definition_ctai", False, Reason.UNCLEAR)
    assert row.day == date(2026, 11, 23)
    assert len(row.token_hash) == 64
    assert "jeton" not in row.token_hash


def test_the_table_has_no_place_for_anything_personal(engine):
    columns = {column["name"]: str(column["type"]) for column in inspect(engine).get_columns("feedback")}

    assert set(columns) == {"token_hash", "answer", "useful", "reason", "day"}
    assert columns["day"] == "DATE"


def test_the_day_is_that_of_metropolitan_france(session):
    record_feedback(session, "jeton", "a", YES, lambda: datetime(2026, 11, 23, 23, 30, tzinfo=UTC))

    assert kept(session)[0].day == date(2026, 11, 24)


def test_a_second_opinion_replaces_the_first_in_another_transaction(sessions, clock):
    for opinion in (NO, Opinion(False, Reason.WRONG), YES):
        with sessions.begin() as session:
            record_feedback(session, "jeton", "a", opinion, clock)

    with sessions() as session:
        assert [(row.useful, row.reason) for row in kept(session)] == [(True, None)]


def test_a_useful_answer_has_no_reason():
    with pytest.raises(ValueError, match="no reason"):
        Opinion(True, Reason.INCOMPLETE)


def test_the_least_useful_answers_are_counted_first(session, clock):
    given = [
        ("a", YES),
        ("b", NO),
        ("b", Opinion(False, Reason.BESIDE)),
        ("b", Opinion(False, Reason.BESIDE)),
        ("b", Opinion(False, Reason.INCOMPLETE)),
        ("b", YES),
        ("c", NO),
    ]
    for number, (answer, opinion) in enumerate(given):
        record_feedback(session, f"jeton {number}", answer, opinion, clock)

    assert tally(session) == [
        Tally("b", useful=1, not_useful=4, reasons={Reason.BESIDE: 2, Reason.INCOMPLETE: 1}),
        Tally("c", useful=0, not_useful=1, reasons={}),
        Tally("a", useful=1, not_useful=0, reasons={}),
    ]


def test_without_any_opinion_nothing_is_counted(session):
    assert tally(session) == []
