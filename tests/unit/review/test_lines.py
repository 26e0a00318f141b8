"""Which messages are shown to a reviewer, and in which order."""

from datetime import date

from bot.feedback.model import Opinion, Reason
from bot.feedback.votes import record_feedback
from bot.review.conversations import read_messages
from bot.review.lines import LINES_PER_ANSWER, key_of, review, shortened, votes_since
from bot.review.model import Votes
from tests.unit.review.conftest import Store

DOWN = Votes("utter_duree_contrat", 2, {Reason.BESIDE: 1})


def lines(conversations, votes=(), decided=frozenset()):
    return review(read_messages(conversations), votes, decided).lines


def test_messages_that_were_not_understood_are_grouped_and_counted(store: Store, conversations) -> None:
    store.typed("Combien pour la crèche ?").answered("utter_repli")
    store.in_conversation("c2").later(days=2).typed("combien pour la creche").answered("utter_repli")
    store.typed("zzz", "informer_collectivite", 0.4).answered("utter_collectivite_inconnue")
    store.typed("Bonjour", "saluer", 0.9).answered("utter_saluer")

    first, second = lines(conversations)

    assert (first.count, first.day, first.text) == (2, date(2026, 11, 25), "combien pour la creche")
    assert first.key == key_of("Combien pour la crèche ?")
    assert first.not_understood
    assert first.votes is None
    assert (second.text, second.count) == ("zzz", 1)


def test_an_answer_to_a_form_is_not_shown_unless_the_assistant_said_it_did_not_understand(
    store: Store, conversations
) -> None:
    store.slot("requested_slot", "lettre_besoins").typed("ma situation").answered("utter_ask_lettre_prefet")
    store.typed("combien ça ?").answered("utter_repli")

    assert [line.text for line in lines(conversations)] == ["combien ça ?"]


def test_a_message_of_which_nothing_is_left_is_not_shown(store: Store, conversations) -> None:
    store.typed("06 39 98 12 34").answered("utter_repli")

    assert lines(conversations) == ()


def test_what_was_decided_is_not_shown_again(store: Store, conversations) -> None:
    store.typed("Combien ?").typed("et la crèche")

    assert [one.text for one in lines(conversations, decided={key_of("combien")})] == ["et la crèche"]


def test_an_answer_that_got_a_thumb_down_shows_its_messages_the_least_sure_first(
    store: Store, conversations
) -> None:
    for number, sure in enumerate((0.9, 0.4, 0.7)):
        store.in_conversation(f"c{number}").typed(f"{number} ans ?", "duree_contrat", sure)
        store.answered("utter_duree_contrat")

    found = lines(conversations, [DOWN])

    assert [line.text for line in found] == ["1 ans ?", "2 ans ?", "0 ans ?"]
    assert [line.votes for line in found] == [DOWN] * 3
    assert not any(line.not_understood for line in found)


def test_a_vote_does_not_point_at_the_few_conversations_that_got_the_answer(
    store: Store, conversations
) -> None:
    for name in ("c1", "c2"):
        store.in_conversation(name).typed("combien d'années", "duree_contrat", 0.6).answered(
            "utter_duree_contrat"
        )

    found = review(read_messages(conversations), [DOWN])

    assert (found.lines, found.unseen) == ((), (DOWN,))


def test_what_a_form_waited_for_is_not_shown_for_a_vote(store: Store, conversations) -> None:
    for name in ("c1", "c2", "c3"):
        store.in_conversation(name).slot("requested_slot", "lettre_besoins").typed(
            "deux ans", "duree_contrat", 0.6
        )
        store.answered("utter_duree_contrat")

    assert lines(conversations, [DOWN]) == ()


def test_few_messages_are_shown_of_each_answer(store: Store, conversations) -> None:
    for number in range(LINES_PER_ANSWER + 2):
        store.in_conversation(f"c{number}").typed(f"{number} ans", "duree_contrat", 0.5)
        store.answered("utter_duree_contrat")
    store.typed("zzz").answered("utter_repli")

    shown = shortened(lines(conversations, [DOWN]))

    assert len(shown) == LINES_PER_ANSWER + 1
    assert shown[0].text == "zzz"


def test_thumbs_down_are_counted_by_answer_since_a_day(session, clock) -> None:
    for token, answer, opinion in (
        ("1", "utter_a", Opinion(False)),
        ("2", "utter_a", Opinion(False, Reason.WRONG)),
        ("3", "utter_b", Opinion(False)),
        ("4", "utter_c", Opinion(True)),
    ):
        record_feedback(session, token, answer, opinion, clock)
    session.flush()

    assert votes_since(session, date(2026, 11, 23)) == [
        Votes("utter_a", 2, {Reason.WRONG: 1}),
        Votes("utter_b", 1, {}),
    ]
    assert votes_since(session, date(2026, 11, 24)) == []
