import dataclasses
import io
import json
import re
from pathlib import Path

import docx
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.letter.memo import write_memo
from bot.letter.model import THEMES
from bot.letter.render import Paper, aid_places, file_name, places, render_docx, render_pdf, words_of
from bot.letter.typesetting import MISSING_GLYPH, SURE_GLYPHS
from bot.letter.word import TEMPLATES
from bot.letter.wording import BLANK, write

ODD_TEXTS = {
    "ampersand": "A & B < C > D \"E\" 'F'",
    "jinja": "{{7*7}} {% for %} {# note #} {{ titre }}",
    "typst": '#eval("1") #read("/etc/passwd") $x$ *gras* _souligné_ `code` @renvoi <balise> \\ // fin',
    "html": "<script>alert(1)</script>",
    "markup": "- tiret\n1. numéro\n= titre",
    "controls": "a\x00b\x07c\x1bd\x0ce\ufffef\ud800g",
    "direction": "abc\u202edef\u202c\u2066ghi\u2069",
    "tabs and line ends": "a\tb\r\nc\u2028d",
    "decomposed": "e\u0301te\u0301",
    "very long word": "x" * 700,
    "long address": "https://www.exemple.test/" + "chemin/" * 15,
    "1500 characters": "Les cours de français ont lieu le matin. " * 36 + "Fin de la phrase.",
    "european": "Ελληνικά Кириллица € ½ œ – « »",
}


def text_of_docx(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def text_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Line ends of a PDF fall anywhere, so blanks do not count."""
    return "".join(text.split())


def words_in_order(letter, paper=Paper.LETTER) -> list[str]:
    _, words = words_of(letter, paper)
    values = [value for name, value in words.items() if name != "titre"]
    texts = [one for value in values for one in ([value] if isinstance(value, str) else value)]
    return [one if isinstance(one, str) else one["texte"] for one in texts]


def without_dashes(text: str, words: list[str]) -> str:
    """Takes away the dashes that typst prints before the items of a list, Word keeps them out of the text."""
    for word in words:
        text = text.replace(f"–{squeezed(word)}", squeezed(word), 1)
    return text


def pages_of(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def assert_in_order(words: list[str], text: str) -> None:
    place = 0
    for word in words:
        found = squeezed(text).find(squeezed(word), place)
        assert found >= 0, word
        place = found + len(squeezed(word))


def test_every_word_of_the_letter_has_a_place_in_the_order_of_reading(complete_letter):
    text = write(complete_letter("epci:200069441"))
    given = [[value] if isinstance(value, str) else list(value) for value in dataclasses.astuple(text)]
    placed = [[value] if isinstance(value, str) else value for value in places(text).values()]

    assert placed == given
    assert all(given)  # nothing is empty in this letter


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("collectivite", ["commune:23096", "epci:200069441", "region:53", "commune:98735"])
def test_both_files_say_the_same_words_in_the_same_order_and_nothing_else(
    complete_letter, collectivite, paper
):
    letter = complete_letter(collectivite)
    words = words_in_order(letter, paper)
    expected = squeezed("".join(words))
    pdf = render_pdf(letter, paper)

    assert squeezed(text_of_docx(render_docx(letter, paper))) == expected
    # Pages are numbered when there are several.
    told = re.sub(r"\d/\d(?=\n|$)", "", text_of_pdf(pdf)) if pages_of(pdf) > 1 else text_of_pdf(pdf)
    assert without_dashes(squeezed(told), words) == expected


@pytest.mark.parametrize("needs", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_texts_survive_in_both_files(full_letter, needs):
    letter = full_letter(
        needs=needs,
        actions=needs,
        publics=(needs[:150],),
        elected_contact="Nom & <Fils> {{7*7}}",
        signatory_name="Nom & <Fils> {{7*7}}",
    )

    for paper in Paper:
        expected = words_in_order(letter, paper)
        assert_in_order(expected, text_of_docx(render_docx(letter, paper)))
        assert_in_order(expected, text_of_pdf(render_pdf(letter, paper)))
    assert write(letter).actions[1:] == write(letter).needs


def test_a_right_to_left_text_keeps_all_its_letters(full_letter):
    letter = full_letter(needs="مرحبا بالعالم et שלום")

    assert "مرحبا بالعالم et שלום" in text_of_docx(render_docx(letter))
    assert sorted("שלום") == sorted(re.findall(r"[\u0590-\u05ff]", text_of_pdf(render_pdf(letter))))


def test_only_what_cannot_be_drawn_is_replaced_in_the_pdf(full_letter):
    letter = full_letter(needs="Bravo 😀 à 李 tous !")

    assert "Bravo 😀 à 李 tous !" in text_of_docx(render_docx(letter))
    assert squeezed(f"Bravo {MISSING_GLYPH} à {MISSING_GLYPH} tous !") in squeezed(
        text_of_pdf(render_pdf(letter))
    )


def test_a_sign_that_cannot_be_drawn_over_a_letter_does_not_take_the_letter_away(full_letter):
    # typst then names the letter « e » in its message, and not the sign.
    text = text_of_pdf(render_pdf(full_letter(needs="Thé\U0001d165âtre e\U0001d165t fête")))

    assert "Madame la Préfète" in text
    assert f"Thé{MISSING_GLYPH}âtre e{MISSING_GLYPH}t fête" in text


def test_a_word_longer_than_a_line_stays_on_the_page(full_letter):
    letter = full_letter(needs="x" * 700, signatory_name="y" * 120)

    lines = text_of_pdf(render_pdf(letter)).splitlines()

    assert max(len(line) for line in lines if set(line) == {"x"}) < 110
    assert max(len(line) for line in lines if set(line) == {"y"}) < 60


def test_a_text_of_many_emojis_still_gives_a_letter(full_letter):
    emojis = "".join(chr(0x1F600 + i) for i in range(70))
    text = text_of_pdf(render_pdf(full_letter(needs=f"Début {emojis} fin")))

    assert squeezed(f"Début {MISSING_GLYPH * 70} fin") in squeezed(text)
    assert "Madame la Préfète" in text


def test_the_letters_that_are_never_replaced_can_all_be_drawn(full_letter):
    sure = "".join(sorted(SURE_GLYPHS - {"\u00ad"}))  # a soft hyphen is invisible
    many_missing = "".join(chr(0x1F600 + i) for i in range(40))

    text = text_of_pdf(render_pdf(full_letter(needs=sure + many_missing)))

    assert set(squeezed(sure)) <= set(text)
    assert MISSING_GLYPH * 40 in squeezed(text)


@settings(max_examples=25, deadline=None)
@given(needs=st.text(max_size=200), name=st.text(max_size=60))
def test_no_text_leaves_a_visitor_without_letter(full_letter, needs, name):
    letter = full_letter(needs=needs, signatory_name=name, themes=(name, "emploi"))

    assert render_pdf(letter).startswith(b"%PDF-1.7")
    assert "Madame la Préfète" in text_of_docx(render_docx(letter))


def test_the_usual_letter_is_one_page_even_with_every_theme(full_letter):
    needs = "Les cours de français ont lieu le matin, quand beaucoup travaillent à l’abattoir. " * 6

    longest = full_letter("region:53", themes=tuple(THEMES), needs=needs, signatory_function="la présidente")
    for letter in (full_letter(), longest):
        assert pages_of(render_pdf(letter)) == 1


def test_a_letter_to_which_everything_was_given_is_one_page_too(complete_letter):
    for collectivite in ("commune:23096", "epci:200069441", "departement:23", "region:53", "commune:98735"):
        assert pages_of(render_pdf(complete_letter(collectivite))) == 1


@pytest.mark.parametrize("collectivite", ["commune:57631", "epci:200069441", "region:11", "departement:986"])
def test_the_memo_is_one_page_whatever_was_given(complete_letter, collectivite):
    long = "Un thème que personne n’attendait, avec beaucoup de mots. " * 12
    letter = complete_letter(
        collectivite, themes=(*THEMES, long), elected_contact=long, technical_contact=long
    )

    assert pages_of(render_pdf(letter, Paper.MEMO)) == 1


def test_a_signature_never_stands_alone_on_a_second_page(full_letter):
    letter = full_letter(themes=tuple(THEMES), needs="Les cours de français ont lieu le matin. " * 36)
    first, second = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(letter))).pages)

    assert "Camille Exemple" not in first
    assert squeezed("Je me tiens à votre disposition") in squeezed(second)
    assert "2/2" in second


@pytest.mark.parametrize("paper", Paper)
def test_the_pdf_is_tagged_titled_and_in_french(full_letter, paper):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(full_letter(), paper)))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"].value
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata.title == words_of(full_letter(), paper)[1]["titre"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_the_fonts_are_those_of_typst_and_inside_the_pdf(full_letter):
    page = pypdf.PdfReader(io.BytesIO(render_pdf(full_letter()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]

    assert {font["/BaseFont"].split("+")[-1].split("-Identity")[0] for font in fonts} == {
        "LibertinusSerif-Regular",
        "LibertinusSerif-Bold",
    }
    assert all("+" in font["/BaseFont"] for font in fonts)  # a subset inside the file


@pytest.mark.parametrize("paper", Paper)
def test_typst_has_nothing_to_say_against_the_templates(full_letter, paper):
    template, words = words_of(full_letter("epci:200069441"), paper)
    fonts = typst.Fonts(include_system_fonts=False)

    _, warnings = typst.compile_with_warnings(
        TEMPLATES / f"{template}.typ",
        format="pdf",
        font_paths=fonts,
        sys_inputs={"donnees": json.dumps(words)},
    )

    assert warnings == []


def test_the_same_letter_gives_the_same_pdf(full_letter):
    assert render_pdf(full_letter()) == render_pdf(full_letter())


@pytest.mark.parametrize("paper", Paper)
def test_the_docx_is_titled_and_in_french(full_letter, paper):
    document = docx.Document(io.BytesIO(render_docx(full_letter(), paper)))

    assert document.core_properties.title == words_of(full_letter(), paper)[1]["titre"]
    assert document.core_properties.language == "fr-FR"
    assert 'w:lang w:val="fr-FR"' in document.styles.element.xml
    assert document.core_properties.created.year == 2026


def test_blanks_are_printed_in_both_files(blank_letter):
    letter = blank_letter("departement:23")

    assert text_of_docx(render_docx(letter)).count(BLANK) == 6
    assert text_of_pdf(render_pdf(letter)).count(BLANK) == 6


def test_what_was_not_given_leaves_no_empty_line_in_the_word_file(full_letter):
    paragraphs = docx.Document(io.BytesIO(render_docx(full_letter()))).paragraphs

    assert [paragraph for paragraph in paragraphs if not paragraph.text.strip()] == []


def test_a_second_letter_holds_nothing_of_the_first(full_letter):
    render_docx(full_letter(needs="Premier besoin", signatory_name="Camille Exemple"))
    second = text_of_docx(render_docx(full_letter(needs="Second", signatory_name="Dominique Fictif")))

    assert "Premier besoin" not in second
    assert "Camille Exemple" not in second


@pytest.mark.parametrize(
    ("template", "name", "words"),
    [
        ("letter", "lettre", lambda letter: places(write(letter))),
        ("aid", "aide", lambda letter: aid_places(write_memo(letter))),
    ],
)
def test_both_templates_use_every_place_and_the_page_for_editors_explains_it(
    full_letter, template, name, words
):
    in_typst = (TEMPLATES / f"{template}.typ").read_text(encoding="utf-8")
    in_word = text_of_docx((TEMPLATES / f"{template}.docx").read_bytes())
    page = (Path(__file__).parents[3] / "docs" / "lettre.md").read_text(encoding="utf-8")

    for place in words(full_letter()):
        assert f"{name}.{place}" in in_typst
        assert place == "titre" or re.search(rf"\b{place}\b", in_word), place
        assert f"`{place}`" in page


@pytest.mark.parametrize(
    ("collectivite", "name"),
    [
        ("commune:23096", "lettre-intention-ctai-gueret.pdf"),
        ("commune:76351", "lettre-intention-ctai-le-havre.pdf"),
        ("epci:200023414", "lettre-intention-ctai-metropole-rouen-normandie.pdf"),
        ("departement:6AE", "lettre-intention-ctai-collectivite-europeenne-d-alsace.pdf"),
    ],
)
def test_file_names_are_plain_ascii(blank_letter, collectivite, name):
    assert file_name(blank_letter(collectivite), "pdf") == name


def test_each_paper_has_a_name_of_its_own(full_letter):
    assert file_name(full_letter(), "pdf", Paper.DELIBERATION) == "projet-deliberation-ctai-gueret.pdf"
    assert file_name(full_letter(), "docx", Paper.MEMO) == "memo-etapes-ctai-gueret.docx"


def test_every_collectivite_has_a_short_file_name(territory, blank_letter):
    names = [
        file_name(blank_letter(id_), "docx") for id_ in territory.collectivites if id_.startswith("epci")
    ]

    assert all(re.fullmatch(r"lettre-intention-ctai-[a-z0-9-]+\.docx", name) for name in names)
    assert max(map(len, names)) <= 90
