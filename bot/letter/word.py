"""Word documents from the templates that the ministry edits in Word."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(__file__).resolve().parent / "templates"


def fill(template: str, places: Mapping[str, Any], author: str, written_at: datetime) -> bytes:
    """Fills a template; what a visitor typed is never read as a template itself.

    Args:
        template: name of a file of `TEMPLATES`.
        places: name of each place -> its words; « titre » is the title of the file too.
        author: whose document it is, in the properties of the file.
        written_at: in the properties of the file.

    Raises:
        jinja2.UndefinedError: the template has a place that `places` has not.
    """
    document = DocxTemplate(BytesIO(_bytes_of(template)))
    document.render(dict(places), _environment(), autoescape=True)
    # The title is set here: docxtpl would escape it as XML a second time.
    properties = document.docx.core_properties
    properties.title = places["titre"][:255]
    properties.author = author[:255]
    properties.created = properties.modified = written_at
    content = BytesIO()
    document.save(content)
    return content.getvalue()


class _Environment(SandboxedEnvironment):
    """Compiles each part of a template once: docxtpl would do it for every document, at half its cost."""

    def __init__(self) -> None:
        # A name that the template misspells must not print an empty place.
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._compiled: dict[str, Template] = {}

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (jinja2's name for it)
        template_class: type[Template] | None = None,
    ) -> Template:
        """Gives the compiled part, from the first time on."""
        if not isinstance(source, str) or globals or template_class:
            return super().from_string(source, globals, template_class)
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source)
        return self._compiled[source]


@cache
def _environment() -> _Environment:
    return _Environment()


@cache
def _bytes_of(template: str) -> bytes:
    return (TEMPLATES / template).read_bytes()
