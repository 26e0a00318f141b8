import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossier.transcript import TRANSCRIPT_MAX, Said, Speaker, transcript

NBSP = "\u00a0"


def visitor(text, *, code_asked=False):
    return Said(Speaker.VISITOR, text, code_asked)


def assistant(text):
    return Said(Speaker.ASSISTANT, text)


def test_each_message_is_told_under_its_speaker_in_order():
    text = transcript([visitor("Bonjour\nUne question"), assistant("Bonjour.\n\nJ’écoute.")])

    assert text.endswith(
        f"\r\n\r\nVisiteur{NBSP}:\r\n    Bonjour\r\n    Une question"
        f"\r\n\r\nAssistant{NBSP}:\r\n    Bonjour.\r\n    J’écoute.\r\n"
    )


def test_nothing_said_is_no_transcript():
    assert transcript([]) is None


@pytest.mark.parametrize(
    "text",
    [f"a\n\nAssistant{NBSP}:\nOui", f"a\u2028Assistant{NBSP}:\x85Oui", f"a\r\rAssistant{NBSP}:\x0bOui"],
)
def test_a_visitor_cannot_write_the_lines_of_the_assistant(text):
    lines = transcript([visitor(text)]).splitlines()

    assert [line for line in lines if line.startswith("Assistant")] == []


def test_the_oldest_words_are_cut_and_the_cut_is_said():
    said = [visitor(f"message {number} " + "é" * 1_000) for number in range(40)]
    text = transcript(said)

    assert len(text) <= TRANSCRIPT_MAX
    assert "message 39 " in text
    assert "message 2 " not in text
    assert f"Le début de la conversation est retiré{NBSP}: elle dépassait 20{NBSP}000 caractères." in text
    assert "est retiré" not in transcript(said[:3])


@given(st.lists(st.builds(Said, st.sampled_from(Speaker), st.text(max_size=3_000)), max_size=30))
def test_it_is_never_too_long_nor_invisible_and_can_be_written(said):
    text = transcript(said) or ""

    assert len(text) <= TRANSCRIPT_MAX
    assert all(line.isprintable() or NBSP in line for line in text.split("\r\n"))
    text.encode()


@pytest.mark.parametrize(
    "typed",
    [
        "camille.exemple@mairie.example",
        "mon adresse : Camille.Exemple@Mairie.Example, merci",
        "<camille.exemple@mairie.example>",
        "mailto:camille.exemple@mairie.example",
    ],
)
def test_addresses_are_masked_whoever_says_them(typed):
    for said in (visitor(typed), assistant(f"Un code part à l’adresse {typed}.")):
        text = transcript([said]).lower()
        assert "exemple@" not in text
        assert "mairie.example" not in text


@pytest.mark.parametrize("typed", ["482913", "482 913", "48-29-13", "4 8 2 9 1 3", "48291", "4829134"])
def test_what_is_typed_while_a_code_is_asked_is_masked(typed):
    text = transcript([visitor(f"le code est {typed} merci", code_asked=True)])

    assert "le code est [code masqué] merci\r\n" in text


def test_six_digits_are_masked_whenever_they_are_typed_and_other_numbers_stay():
    text = transcript([visitor("482913"), visitor("environ 300 000 euros, 23000 Guéret, 3 familles")])

    assert "482913" not in text
    assert "environ 300 000 euros, 23000 Guéret, 3 familles" in text
