"""The page as its visitor handles it, and what went wrong in it meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

#: How long anything expected may take to show, in milliseconds: an opening renders two documents.
ANSWER_TIMEOUT_MS = 30_000


#: The console is the one way out of the page that the policy cannot close.
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    """What a page must not do.

    Attributes:
        origin: the only place it may ask anything of.
        errors: errors and warnings of the console, violations of the Content-Security-Policy among them,
            and exceptions that nobody caught.
        elsewhere: addresses asked outside `origin`.
    """

    origin: str
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Begins; to be called before the page is opened."""
        page.add_init_script(TELL_VIOLATIONS)
        page.on("console", self._note_line)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note_request)

    def _note_line(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            self.errors.append(line.text)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(f"{self.origin}/"):
            self.elsewhere.append(request.url)


@dataclass(frozen=True)
class Assistant:
    """The page in a tab.

    Attributes:
        page: that tab.
        pictures: folder of the screenshots.
    """

    page: Page
    pictures: Path

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages > li")

    @property
    def answer(self) -> Locator:
        """What the assistant said since the visitor last spoke, one or several messages."""
        return self.page.locator("#messages > .assistant:not(:has(~ .visiteur))")

    @property
    def said(self) -> str:
        return "\n".join(self.answer.all_inner_texts())

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Votre message")

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert")

    @property
    def status(self) -> Locator:
        """What tells that an answer is awaited; each opinion has a status of its own."""
        return self.page.locator("#etat[role=status]")

    @property
    def opinion(self) -> Locator:
        """The question below the last answer: was it useful?"""
        return self.answer.last.get_by_role("group", name="Cette réponse vous a-t-elle été utile")

    @property
    def steps(self) -> Locator:
        """The steps of the last answer."""
        return self.answer.get_by_role("list", name="Étapes de la démarche").get_by_role("listitem")

    def say(self, text: str) -> str:
        """Types words, sends them with Enter, and gives all that the assistant answers."""
        self.field.fill(text)
        return self._after(lambda: self.field.press("Enter"))

    def press(self, title: str) -> str:
        """Clicks a button of the last answer, and gives all that the assistant answers."""
        return self._after(self.button(title).click)

    def button(self, title: str) -> Locator:
        """Finds a button of the last answer that can be pressed."""
        return self.answer.get_by_role("button", name=title, disabled=False)

    def wait(self) -> str:
        """Waits until the assistant no longer writes, and gives what it said."""
        expect(self.status).to_have_text("")
        expect(self.answer.first).to_be_visible()
        return self.said

    def download(self, kind: str) -> bytes:
        """Clicks the document of the last answer whose card names that format."""
        with self.page.expect_download() as started:
            self.answer.get_by_role("link").filter(has_text=kind).click()
        return started.value.path().read_bytes()

    def keep(self, name: str) -> None:
        """Keeps what is in sight as a picture, the pointer out of the way."""
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def _after(self, act: Callable[[], None]) -> str:
        spoken = self.messages.and_(self.page.locator(".visiteur"))
        before = spoken.count()
        act()
        # The words appear and the status tells that an answer is awaited, both at once.
        expect(spoken).to_have_count(before + 1)
        return self.wait()
