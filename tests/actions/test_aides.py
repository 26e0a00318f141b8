import pytest

from actions.aides import ActionDonnerAides
from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    ("hear", "names"),
    [
        (
            lambda one: one.sees_pressed('/rediger_lettre_aides{"aide": "deliberation"}'),
            ["projet-deliberation"] * 2,
        ),
        (lambda one: one.sees_pressed('/rediger_lettre_aides{"aide": "memo"}'), ["memo-etapes"] * 2),
        (
            lambda one: one.hears("le projet de délib svp", "rediger_lettre_aides"),
            ["projet-deliberation"] * 2,
        ),
        (
            lambda one: one.hears("les deux aides", "rediger_lettre_aides"),
            ["projet-deliberation"] * 2 + ["memo-etapes"] * 2,
        ),
    ],
)
def test_the_aid_that_is_asked_for_is_given_in_both_formats(services_with_letter, hear, names) -> None:
    answer = hear(Conversation(services_with_letter)).run(ActionDonnerAides(services_with_letter))
    assert answer.said == ["utter_aides", "utter_aides_suite"]
    documents = answer.messages[1]["custom"]["documents"]
    assert [one["file_name"][: len(name)] for one, name in zip(documents, names, strict=True)] == names
    assert {one["kind"] for one in documents} == {"docx", "pdf"}


def test_without_a_letter_there_is_nothing_to_write_the_aids_from(services) -> None:
    conversation = Conversation(services).hears("le mémo", "rediger_lettre_aides")
    assert conversation.run(ActionDonnerAides(services)).said == ["utter_aides_sans_lettre"]
