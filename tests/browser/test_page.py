"""The page itself: keyboard, memory, narrow windows, what assistive technologies read, failures."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.assistant import Assistant, Watch
from tests.e2e.product import Product

LETTER = "Rédiger la lettre d’intention"


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until `wanted` has the focus, as somebody without a mouse does."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("(node) => node === document.activeElement"):
            assert wanted.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
            return
    raise AssertionError("the keyboard does not reach it")


def overflow(page: Page) -> int:
    """Measures by how many pixels the page or its list is wider than what is in sight."""
    return page.evaluate(
        "Math.max(...[document.documentElement, document.getElementById('fil')]"
        ".map((node) => node.scrollWidth - node.clientWidth))"
    )


def test_the_page_says_what_it_is_to_assistive_technologies(assistant: Assistant) -> None:
    page = assistant.page
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Assistant CTAI")
    expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(assistant.status).to_have_attribute("aria-atomic", "true")
    expect(assistant.alert).to_be_attached()  # before it has anything to say, or it would not be spoken
    expect(assistant.field).to_have_accessible_description(re.compile("N’écrivez rien sur la santé"))
    assert "vous parlez à une machine" in assistant.said

    assistant.say("Quelles sont les étapes ?")
    expect(assistant.steps).to_have_count(5)
    expect(assistant.opinion).to_be_visible()
    expect(assistant.answer.get_by_role("list", name="Réponses proposées")).to_have_count(1)


def test_the_letter_is_begun_by_keyboard_only(assistant: Assistant) -> None:
    page = assistant.page
    tab_to(page, assistant.button(LETTER))
    page.keyboard.press("Enter")
    expect(assistant.answer.last).to_contain_text("Quelle collectivité")
    tab_to(page, assistant.field)
    page.keyboard.type("mairie de Guéret")
    page.keyboard.press("Enter")
    expect(assistant.answer.last).to_contain_text("Comment vous appelez-vous")
    page.keyboard.type("Camille")
    page.keyboard.press("Shift+Enter")
    expect(assistant.field).to_have_value("Camille\n")
    page.keyboard.press("Backspace")
    page.keyboard.type(" Exemple")
    tab_to(page, page.get_by_role("button", name="Envoyer"))
    page.keyboard.press("Space")
    expect(assistant.answer.last).to_contain_text("fonction")


def test_a_message_that_arrives_does_not_take_the_focus(assistant: Assistant) -> None:
    assistant.say("Qui contacter ?")
    expect(assistant.field).to_be_focused()
    pressed = assistant.button(LETTER)
    pressed.focus()
    assistant.page.keyboard.press("Enter")
    expect(assistant.answer.last).to_contain_text("Quelle collectivité")
    expect(assistant.page.get_by_role("button", name=LETTER, disabled=True).last).to_be_focused()


def test_a_reload_keeps_the_conversation_which_goes_on(assistant: Assistant) -> None:
    assistant.press(LETTER)
    assistant.say("mairie de Guéret")
    before = assistant.messages.all_inner_texts()
    assistant.page.reload()
    assert assistant.messages.all_inner_texts() == before
    assert "fonction" in assistant.say("Camille Exemple")


def test_a_new_conversation_is_confirmed_then_forgets_the_previous_one(assistant: Assistant) -> None:
    page = assistant.page
    assistant.say("Qui contacter ?")
    again = page.get_by_role("button", name="Nouvelle conversation")

    page.once("dialog", lambda dialog: dialog.dismiss())
    again.click()
    expect(assistant.messages).to_have_count(3)

    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    again.click()
    expect(assistant.messages).to_have_count(1)
    assert "vous parlez à une machine" in assistant.wait()
    assert asked == ["Effacer cette conversation et en commencer une nouvelle\u00a0?"]
    page.reload()
    expect(assistant.messages).to_have_count(1)


def test_a_narrow_window_never_scrolls_sideways(assistant: Assistant) -> None:
    page = assistant.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(assistant.messages).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert overflow(page) == 0
    assistant.keep("etroit-accueil")
    assert "territoires-integration" in assistant.say("Quel est le contact national ?")
    assert overflow(page) == 0
    assistant.say("unmotquinefinitpas" * 20)
    assert overflow(page) == 0
    assistant.say("Je voudrais écrire la lettre d'intention")
    assistant.say("Saint-Denis")
    assert overflow(page) == 0
    assistant.keep("etroit-homonymes")


def test_the_steps_are_listed_once_with_their_state_in_words(assistant: Assistant) -> None:
    assistant.page.set_viewport_size({"width": 320, "height": 640})
    said = assistant.say("Quelles sont les étapes ?")
    expect(assistant.steps).to_have_count(5)
    expect(assistant.steps.first).to_contain_text("Lettre d’intention")
    expect(assistant.steps.get_by_text("À venir", exact=True)).to_have_count(5)
    expect(assistant.answer.locator("[aria-current]")).to_have_count(0)
    # The card takes the place of the numbered lines: nobody reads them twice.
    assert said.count("iagnostic partagé") == 1
    assert overflow(assistant.page) == 0
    assistant.keep("etroit-etapes")


def test_a_useful_answer_is_said_so_by_keyboard_and_the_buttons_die(assistant: Assistant) -> None:
    page = assistant.page
    page.set_viewport_size({"width": 320, "height": 640})
    assistant.say("Quelles sont les étapes ?")
    yes, no = (assistant.opinion.get_by_role("button", name=name) for name in ("Oui", "Non"))
    tab_to(page, yes)
    page.keyboard.press("Enter")
    expect(assistant.answer.get_by_role("status")).to_have_text("Merci, votre avis est enregistré.")
    expect(yes).to_be_focused()
    for button in (yes, no):
        expect(button).to_be_disabled()
    assert overflow(page) == 0

    # Pressed again, a used button does nothing; after a reload it is still used.
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.keyboard.press("Enter")
    page.reload()
    expect(assistant.answer.get_by_role("status")).to_have_text("Merci, votre avis est enregistré.")
    expect(yes).to_be_disabled()
    assert posts == []


def test_an_answer_that_was_not_useful_may_be_given_a_reason_by_keyboard(assistant: Assistant) -> None:
    page = assistant.page
    page.set_viewport_size({"width": 320, "height": 640})
    assistant.say("Quelles sont les étapes ?")
    why = assistant.answer.get_by_role("group", name="Pourquoi")
    expect(why).to_have_count(0)
    no = assistant.opinion.get_by_role("button", name="Non")
    tab_to(page, no)
    page.keyboard.press("Space")
    expect(assistant.answer.get_by_role("status")).to_contain_text("Vous pouvez dire pourquoi")
    expect(no).to_be_focused()
    expect(why.get_by_role("button")).to_have_text(
        ["Incomplète", "Pas claire", "Ne répond pas à ma question", "Semble fausse"]
    )
    assert overflow(page) == 0
    assistant.keep("etroit-avis")
    page.keyboard.press("Tab")
    expect(why.get_by_role("button", name="Incomplète")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(assistant.answer.get_by_role("status")).to_have_text("Merci, votre avis est enregistré.")
    expect(why.get_by_role("button", disabled=False)).to_have_count(0)


def test_an_opinion_may_be_given_later_and_asks_nothing_of_an_answer_without_source(
    assistant: Assistant,
) -> None:
    expect(assistant.page.get_by_role("group", name="utile")).to_have_count(0)  # the greeting states nothing
    assistant.say("Quelles sont les étapes ?")
    assistant.say("Qui contacter ?")
    first = assistant.page.get_by_role("group", name="utile").first
    first.get_by_role("button", name="Oui").click()
    expect(assistant.page.get_by_text("Merci, votre avis est enregistré.")).to_have_count(1)
    expect(first.get_by_role("button", name="Oui")).to_be_disabled()


def test_an_opinion_that_did_not_leave_may_be_given_again(assistant: Assistant, watch: Watch) -> None:
    assistant.say("Quelles sont les étapes ?")
    yes = assistant.opinion.get_by_role("button", name="Oui")
    assistant.page.context.set_offline(True)
    yes.click()
    expect(assistant.answer.get_by_role("status")).to_contain_text("n’a pas pu être envoyé")
    assistant.page.context.set_offline(False)
    yes.click()
    expect(assistant.answer.get_by_role("status")).to_have_text("Merci, votre avis est enregistré.")
    # Chromium itself reports the request that could not leave, and nothing else went wrong.
    assert [line for line in watch.errors if "ERR_INTERNET_DISCONNECTED" not in line] == []
    watch.errors.clear()


def test_on_paper_the_conversation_is_whole_and_without_buttons(assistant: Assistant) -> None:
    for _ in range(4):
        assistant.say("Quelles sont les étapes ?")
    assistant.page.emulate_media(media="print")
    expect(assistant.steps.first).to_be_visible()
    expect(assistant.field).to_be_hidden()
    expect(assistant.opinion).to_have_count(0)
    hidden = "document.getElementById('fil').scrollHeight - document.getElementById('fil').clientHeight"
    assert assistant.page.evaluate(hidden) <= 1


def test_a_dark_theme_is_followed(assistant: Assistant) -> None:
    assistant.page.emulate_media(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert max(assistant.page.evaluate(background)) < 64  # of 255, for red, green and blue
    assistant.say("Quelles sont les étapes ?")
    assistant.keep("sombre")


def test_an_empty_or_too_long_message_is_refused_beside_the_field(assistant: Assistant) -> None:
    assistant.field.press("Enter")
    expect(assistant.alert).to_have_text("Écrivez votre message avant de l’envoyer.")
    expect(assistant.field).to_have_attribute("aria-invalid", "true")
    assistant.field.fill("a" * 2_001)
    expect(assistant.page.get_by_text("1 caractère en trop")).to_be_visible()
    assistant.field.press("Enter")
    expect(assistant.alert).to_contain_text("Votre message est trop long.")
    expect(assistant.field).to_be_focused()
    expect(assistant.messages).to_have_count(1)
    assistant.keep("message-trop-long")


def test_without_the_actions_the_visitor_knows_that_nothing_was_sent_and_tries_again(
    product: Product, assistant: Assistant, watch: Watch
) -> None:
    assistant.press(LETTER)
    with product.frozen("actions"):
        assistant.field.fill("mairie de Guéret")
        assistant.field.press("Enter")
        expect(assistant.alert).to_contain_text("Rien n’a été transmis")
        retry = assistant.page.get_by_role("button", name="Réessayer (rien n’a été transmis)")
        expect(retry).to_be_in_viewport()
        expect(assistant.alert.get_by_role("link")).to_have_attribute("href", re.compile("^mailto:"))
        assistant.keep("panne")
    retry.click()
    expect(assistant.answer.last).to_contain_text("Comment vous appelez-vous")
    expect(assistant.alert).to_be_empty()
    expect(retry).to_be_hidden()
    expect(assistant.messages.get_by_text("mairie de Guéret", exact=True)).to_have_count(1)
    # Chromium itself reports the refusal, and nothing else went wrong.
    assert [line for line in watch.errors if "503" not in line] == []
    watch.errors.clear()
