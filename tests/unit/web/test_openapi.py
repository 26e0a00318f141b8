from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.routing import Route

from bot.feedback.model import Reason
from bot.web import problems
from bot.web.app import create_app
from bot.web.pages import FOLDER
from bot.web.problems import Problem

DESCRIPTION = yaml.safe_load((FOLDER / "openapi.yaml").read_text(encoding="utf-8"))
POST = DESCRIPTION["paths"]["/api/messages"]["post"]
VOTE = DESCRIPTION["paths"]["/api/feedback"]["post"]
ALL_PROBLEMS = [value for value in vars(problems).values() if isinstance(value, Problem)]
#: Raised for addresses that the description does not hold.
OUTSIDE = {problems.NOT_FOUND}
PAGES = {"/", "/donnees-personnelles", "/openapi.yaml"}


def conforms(value: Any, schema: dict[str, Any]) -> None:
    Draft202012Validator({**schema, "components": DESCRIPTION["components"]}).validate(value)


def schema_of(status: int, media_type: str, operation: dict[str, Any] = POST) -> dict[str, Any]:
    return operation["responses"][str(status)]["content"][media_type]["schema"]


def test_the_description_is_valid_openapi() -> None:
    validate(DESCRIPTION)


@pytest.mark.anyio
async def test_each_route_is_described_and_nothing_else(web: Any) -> None:
    routes = {
        (route.path, method.lower())
        for route in create_app(web.services).routes
        if isinstance(route, Route) and route.path not in PAGES
        for method in route.methods or ()
        if method != "HEAD"
    }
    described = {(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods}

    assert routes == described


@pytest.mark.parametrize(
    "problem", [*ALL_PROBLEMS, problems.text_too_long(2_000)], ids=lambda problem: problem.name
)
def test_every_problem_is_described(problem: Problem) -> None:
    kinds = DESCRIPTION["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert f"/problemes/{problem.name}" in kinds
    if problem not in OUTSIDE:
        operation = VOTE if problem.name.startswith("avis-") else POST
        assert str(problem.status) in operation["responses"]


def test_the_list_of_problems_holds_nothing_else() -> None:
    kinds = DESCRIPTION["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]

    assert kinds == sorted({f"/problemes/{problem.name}" for problem in ALL_PROBLEMS})


def examples() -> list[Any]:
    found = []
    for operation in (
        operation for methods in DESCRIPTION["paths"].values() for operation in methods.values()
    ):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in (content for body in bodies for content in body.get("content", {}).values()):
            values = [example["value"] for example in content.get("examples", {}).values()]
            values += [content["example"]] if "example" in content else []
            found += [(value, content["schema"]) for value in values]
    return found


@pytest.mark.parametrize(("value", "schema"), examples())
def test_the_examples_conform_to_their_schemas(value: Any, schema: dict[str, Any]) -> None:
    conforms(value, schema)


def test_the_examples_of_problems_say_what_the_service_says() -> None:
    said = {
        (f"/problemes/{problem.name}", problem.detail)
        for problem in [*ALL_PROBLEMS, problems.text_too_long(2_000)]
    }
    shown = [value for value, _ in examples() if "detail" in value]

    assert len(shown) == 11
    assert {(value["type"], value["detail"]) for value in shown} <= said


FULL = {
    "text": "Voici.",
    "buttons": [{"title": "Les étapes", "payload": "/etapes_liste"}],
    "custom": {
        "documents": [{"id": "d1", "kind": "docx", "file_name": "lettre.docx", "size": 9}],
        "steps": [{"number": 1, "title": "Lettre d’intention", "state": "en_cours"}],
    },
    "metadata": {"facts": ["public"], "links": [{"title": "Données", "url": "/donnees-personnelles"}]},
}


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [[FULL], [{"text": "Bonjour."}], [FULL, {"text": "Puis."}]])
async def test_a_real_answer_conforms(web: Any, answer: Any) -> None:
    web.rasa.answer = answer

    response = await web.post(text="Bonjour")

    conforms(response.json(), schema_of(200, response.headers["content-type"]))


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("request_made", "status"),
    [
        ({"json": {"text": ""}}, 400),
        ({"json": {"text": "Bonjour", "session": "fausse"}}, 401),
        ({"json": {"text": "a" * 3_000}}, 413),
        ({"content": b"Bonjour"}, 415),
        ({"json": {"text": "/restart"}}, 422),
    ],
)
async def test_a_real_problem_conforms(web: Any, request_made: dict[str, Any], status: int) -> None:
    response = await web.browser.post("/api/messages", **request_made)

    assert response.status_code == status
    conforms(response.json(), schema_of(status, response.headers["content-type"]))


def is_described(vote: dict[str, Any]) -> bool:
    schema = {**DESCRIPTION["components"]["schemas"]["Feedback"], "components": DESCRIPTION["components"]}
    return Draft202012Validator(schema).is_valid(vote)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "said",
    [
        {"useful": True},
        {"useful": True, "reason": None},
        {"useful": False},
        *({"useful": False, "reason": reason.value} for reason in Reason),
        {"useful": True, "reason": "incomplete"},
        {"useful": False, "reason": "autre"},
        {"useful": "oui"},
        {"reason": "incomplete"},
        {"useful": True, "comment": "Camille Fictive"},
    ],
)
async def test_the_opinions_described_are_those_that_are_taken(web: Any, said: dict[str, Any]) -> None:
    web.rasa.answer = [FULL]
    answer = await web.say("Bonjour")
    vote = {"session": answer["session"], "answer": answer["messages"][0]["answer"], **said}

    response = await web.browser.post("/api/feedback", json=vote)

    assert response.status_code == (204 if is_described(vote) else 400)
    if response.status_code == 400:
        conforms(response.json(), schema_of(400, response.headers["content-type"], VOTE))


@pytest.mark.anyio
async def test_the_health_answers_conform(web: Any) -> None:
    alive, ready = await web.browser.get("/sante"), await web.browser.get("/pret")

    conforms(alive.json(), {"$ref": "#/components/schemas/Health"})
    conforms(ready.json(), {"$ref": "#/components/schemas/Readiness"})
