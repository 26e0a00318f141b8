import re
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.dossier.steps import StepState
from bot.feedback.model import Reason
from bot.web import problems
from bot.web.pages import STATIC
from bot.web.problems import Problem

PAGES = sorted(STATIC.glob("*.html"))
SCRIPTS = sorted(STATIC.glob("*.js"))
CONTACT = "territoires-integration-dgef-diair@interieur.gouv.fr"


class Reader(HTMLParser):
    """Keeps the tags and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def first(self, tag: str, **wanted: str) -> dict[str, str | None]:
        return next(found for name, found in self.tags if name == tag and wanted.items() <= found.items())


def read(name: str) -> Reader:
    return Reader((STATIC / name).read_text(encoding="utf-8"))


@pytest.mark.anyio
async def test_the_page_knows_the_limits_of_the_service(make_web: Any) -> None:
    async with make_web(message_max_chars=1_234, answer_timeout_s=20) as web:
        response = await web.browser.get("/")

    form = Reader(response.text).first("form")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert (form["data-max-chars"], form["data-timeout-ms"]) == ("1234", "30000")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/donnees-personnelles", "text/html; charset=utf-8"),
        ("/openapi.yaml", "application/yaml"),
        ("/static/assistant.js", "text/javascript; charset=utf-8"),
        ("/static/avis.js", "text/javascript; charset=utf-8"),
        ("/static/assistant.css", "text/css; charset=utf-8"),
        ("/static/icone.svg", "image/svg+xml"),
    ],
)
async def test_files_are_served_with_their_type(web: Any, path: Any, media_type: str) -> None:
    response = await web.browser.get(path)

    assert (response.status_code, response.headers["content-type"]) == (200, media_type)


@pytest.mark.anyio
async def test_an_unknown_page_is_french_and_never_quotes_the_address(web: Any) -> None:
    response = await web.browser.get("/<script>alert(1)</script>")

    assert response.status_code == 404
    assert "Cette page n’est pas disponible" in response.text
    assert "alert" not in response.text


@pytest.mark.anyio
async def test_a_redirection_is_never_built_from_the_host_header(web: Any) -> None:
    for path in ("/donnees-personnelles/", "/static", "/sante/"):
        response = await web.browser.get(path, headers={"Host": "ailleurs.example"})

        assert response.status_code == 404


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_holds_nothing_that_the_policy_refuses(path: Any) -> None:
    reader = Reader(path.read_text(encoding="utf-8"))

    for tag, attributes in reader.tags:
        assert tag not in {"style", "iframe", "base", "object"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        if tag == "link":
            assert (attributes.get("href") or "").startswith("/static/")
    assert reader.first("html") == {"lang": "fr"}
    assert len([tag for tag, _ in reader.tags if tag == "h1"]) == 1


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_builds_no_html_from_text_and_stays_modest(path: Any) -> None:
    script = path.read_text(encoding="utf-8")

    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "localStorage",
    ):
        assert sink not in script
    assert len(script.splitlines()) < 300


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_takes_from_its_neighbours_only(path: Any) -> None:
    script = path.read_text(encoding="utf-8")
    taken = re.findall(r'^import .* from "(.*)";$', script, re.MULTILINE)

    assert script.count("import") == len(taken)
    assert {STATIC / name for name in taken} <= set(SCRIPTS)


def test_the_page_offers_each_reason_of_the_service() -> None:
    offered = re.findall(r'\["([a-z_]+)", "', (STATIC / "avis.js").read_text(encoding="utf-8"))

    assert offered == list(Reason)


def test_the_page_has_words_for_each_state_of_a_step() -> None:
    said = re.search(r"STEP_STATES = \{(.*)\}", (STATIC / "elements.js").read_text(encoding="utf-8"))

    assert said
    assert re.findall(r"(\w+): ", said[1]) == list(StepState)


def test_the_live_regions_are_in_the_page_before_their_words() -> None:
    page = read("index.html")

    log = page.first("div", role="log")
    assert (log["aria-live"], log["aria-relevant"], log["tabindex"]) == ("polite", "additions", "0")
    assert page.first("p", role="status")["id"] == "etat"
    assert page.first("p", role="alert")["id"] == "incident-texte"
    assert page.first("label")["for"] == page.first("textarea")["id"]


def test_without_script_the_page_says_whom_to_ask() -> None:
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    noscript = html.partition("<noscript>")[2].partition("</noscript>")[0]

    assert "préfecture" in noscript
    assert CONTACT in noscript


def test_the_notice_marks_what_the_ministry_must_complete() -> None:
    words = "".join(read("donnees-personnelles.html").words)

    assert words.count("[à compléter par le ministère") >= 7
    for subject in ("conservé", "Combien de temps", "Qui les lit", "Vos droits", "aucun cookie"):
        assert subject in words


BAD_SPACE = re.compile(r"[^\s\u00a0\u202f<]?(?: [:;?!»]|« )")
ALL_PROBLEMS = [value for value in vars(problems).values() if isinstance(value, Problem)]


def test_displayed_texts_use_french_typography() -> None:
    texts = [word for page in PAGES for word in Reader(page.read_text(encoding="utf-8")).words]
    texts += [part for problem in ALL_PROBLEMS for part in (problem.title, problem.detail)]
    for path in SCRIPTS:
        strings = re.findall(r'"((?:[^"\\\n])*)"|`([^`\n]*)`', path.read_text(encoding="utf-8"))
        texts += [text for pair in strings for text in pair if text]

    assert len(texts) > 100
    for text in texts:
        assert not BAD_SPACE.search(text), text
        assert not re.search(r"\w'", text), text
