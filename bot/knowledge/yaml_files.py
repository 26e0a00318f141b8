"""Reads a YAML file written by an editor: every mistake is one French sentence with its file and its line."""

from pathlib import Path
from typing import Any

import yaml

#: Key under which each mapping keeps the line where it begins.
LINE = "__line__"

_CAUSES = (
    (
        "mapping values are not allowed",
        "un texte sans guillemets contient un deux-points ; mettez ce texte entre guillemets doubles",
    ),
    ("'\\t'", "une tabulation sert de retrait ; remplacez-la par des espaces"),
    (
        "expected <block end>",
        "le retrait (les espaces au début de la ligne) n’est pas celui des lignes voisines",
    ),
    (
        "could not find expected ':'",
        "il manque un deux-points après un nom, ou bien la ligne d’un texte n’a pas assez d’espaces à gauche",
    ),
    ("expected ',' or", "une liste entre crochets ou accolades n’est pas fermée, ou une virgule manque"),
    ("while scanning a quoted scalar", "un guillemet double ouvert n’est pas refermé"),
    ("found unexpected end of stream", "un guillemet double ouvert n’est pas refermé"),
)


class InvalidKnowledge(ValueError):
    """A file of the knowledge cannot be used; the message, in French, says where and why."""


class _Loader(yaml.SafeLoader):
    """Keeps the line of each mapping and refuses a name written twice, which YAML would silently drop."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"DOUBLE {key}", problem_mark=key_node.start_mark)
        seen.add(key)
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    mapping[LINE] = node.start_mark.line + 1
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path, name: str) -> dict[str, Any]:
    """Reads one file; each of its mappings tells its line under `LINE`.

    Args:
        path: the file.
        name: how the messages call it.

    Raises:
        InvalidKnowledge: it cannot be read or is not YAML.
    """
    try:
        # S506: _Loader is a SafeLoader.
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except OSError as error:
        raise InvalidKnowledge(f"{name} : ce fichier ne peut pas être lu ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InvalidKnowledge(f"{name} : ce fichier doit être enregistré en UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        raise InvalidKnowledge(_sentence(name, error)) from error
    except yaml.YAMLError as error:
        raise InvalidKnowledge(f"{name} : ce fichier contient un caractère interdit.") from error
    if not isinstance(content, dict):
        raise InvalidKnowledge(f"{name} : ce fichier est vide, ou ne commence pas par un nom suivi de « : ».")
    return content


def _sentence(name: str, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"{name}, ligne {mark.line + 1}" if mark else name
    said = f"{error.context or ''} {error.problem or ''}"
    if said.strip().startswith("DOUBLE "):
        return f"{where} : « {said.strip()[7:]} » est écrit deux fois."
    cause = next((french for english, french in _CAUSES if english in said), "l’écriture n’est pas correcte")
    return f"{where} : {cause}. L’erreur peut se trouver à la ligne précédente."
