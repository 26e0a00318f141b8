"""Files that describe the offices of préfectures: what they look like, read into one shape.

Three layouts are known: the Service-Public directory of the DILA (JSON), an extraction of it (CSV with a
commune per line), and a plain list of the ministry (CSV with a directory id per line).
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path

from bot.handoff.headers import one_line

#: Largest file read, in bytes. The whole Service-Public directory had 273 MB in August 2026.
MAX_BYTES = 400_000_000

#: Longest text kept of a field, in characters.
TEXT_MAX = 300

#: Columns of a plain list, and of an extraction; others are not needed.
LIST_COLUMNS = ("id", "email")
EXTRACTION_COLUMNS = ("type", "code_commune", "nom", "email")

#: What is read of the Service-Public directory; the rest is dropped while decoding, to spare memory.
_JSON_FIELDS = frozenset(
    {
        "service",
        "results",
        "total_count",
        "id",
        "nom",
        "pivot",
        "type_service_local",
        "code_insee_commune",
        "adresse_courriel",
        "formulaire_contact",
        "telephone",
        "valeur",
        "adresse",
        "type_adresse",
        "complement1",
        "complement2",
        "numero_voie",
        "service_distribution",
        "code_postal",
        "nom_commune",
        "pays",
        "date_modification",
    }
)

#: What an address holds before its town, in the order in which an envelope has it.
_STREET_FIELDS = ("complement1", "complement2", "numero_voie", "service_distribution")


class UnreadableDirectory(ValueError):
    """The file cannot be read as a directory of préfectures; the message says where and why."""


class Kind(StrEnum):
    """What an office is, in the words of the Service-Public directory (`type_service_local`).

    The préfectures de police are apart there (`paris_ppp`, `pp_marseille`): they are not competent. The first
    kind of a record that has several is the one that counts.
    """

    PREFECTURE = "prefecture"
    REGION = "prefecture_region"
    SOUS_PREFECTURE = "sous_pref"


@dataclass(frozen=True)
class Record:
    """One office, as a file describes it.

    Attributes:
        where: « line 3 », « record 12 ».
        name: what the file calls it.
        kind: None when the file gives the directory's own `id`.
        communes: INSEE codes of where it sits; empty when the file gives `id`.
        id: `pref:23`; empty when the file gives the kind and the commune.
        emails: published addresses, each once, in small letters.
        other_ways: web forms and telephones, for a person who wants to ask.
        changed: day of its last change, as the file writes it; empty when it does not.
        telephone: the first that is published, as the file writes it; empty when none is.
        postal_address: « 1 rue d’Essai, 23000 Guéret »; empty when none is published.
    """

    where: str
    name: str
    kind: Kind | None
    communes: tuple[str, ...]
    id: str
    emails: tuple[str, ...]
    other_ways: tuple[str, ...]
    changed: str = ""
    telephone: str = ""
    postal_address: str = ""


def source_of(record: Record, file: str) -> str:
    """Says where a detail comes from: the file, the record, its name, the day of its last change."""
    return ", ".join(part for part in (file, record.where, record.name, record.changed) if part)


def own_first(records: list[Record]) -> list[Record]:
    """Leaves out the records of a région, unless there is no other.

    A préfet de région is the préfet of a département: the record of the région stands in where the
    préfecture's own does not say, or where there is none, as for Guyane in 2022.
    """
    return [record for record in records if record.kind is not Kind.REGION] or records


def read_records(path: Path) -> list[Record]:
    """Reads a file of any known layout; its first character tells JSON from CSV.

    Raises:
        OSError: the file cannot be opened.
        UnreadableDirectory: it is not such a file, or a record is not understood.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableDirectory(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDirectory(
            f"{path.name} is not UTF-8 text (byte {error.start}): unpack an archive first, and save a "
            "spreadsheet as « CSV UTF-8 »"
        ) from error
    read = read_dila if text[:100].lstrip().startswith(("{", "[")) else read_csv
    records = read(text, path.name)
    if not records:
        raise UnreadableDirectory(f"{path.name} holds no record of a préfecture or sous-préfecture")
    return records


def read_csv(text: str, file: str) -> list[Record]:
    """Reads a plain list (`LIST_COLUMNS`) or an extraction (`EXTRACTION_COLUMNS`, more are welcome).

    Commas or semicolons, names of columns on the first line. `id` is one of the directory (`pref:23`); `type`
    is a value of `Kind`; `code_commune` is the INSEE code of where the office sits. Of an extraction,
    `formulaire`, `telephone` and `adresse` are read too. Of a plain list they are not: it is not a public
    directory, and a telephone may be somebody's own there.

    Args:
        text: the contents.
        file: its name, for the messages.

    Raises:
        UnreadableDirectory: as above.
    """
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = set(rows.fieldnames or ())
        read = _extracted if columns.issuperset(EXTRACTION_COLUMNS) else _listed
        if read is _listed and not columns.issuperset(LIST_COLUMNS):
            raise UnreadableDirectory(
                f"{file} needs the columns {', '.join(LIST_COLUMNS)}, or {', '.join(EXTRACTION_COLUMNS)}; "
                f"its first line is {header[:200]!r}"
            )
        return [read(row, f"line {rows.line_num}") for row in _complete(rows)]
    except csv.Error as error:
        raise UnreadableDirectory(f"{file}, line {rows.reader.line_num}: {error}") from error


def read_dila(text: str, file: str) -> list[Record]:
    """Reads the Service-Public directory, whole or filtered; records of other services are not looked at.

    Three envelopes hold the same records: `{"service": […]}` in the daily file of data.gouv.fr
    (`…-data.gouv_local.json`, in `all_latest.tar.bz2`), `[…]` in an export of the API
    `api-lannuaire-administration`, `{"total_count": …, "results": […]}` in one of its pages. The API writes
    nested fields as JSON inside a text.

    Args:
        text: the contents.
        file: its name, for the messages.

    Raises:
        UnreadableDirectory: as above.
    """
    try:
        content: object = json.loads(text, object_hook=_known_fields)
    except (ValueError, RecursionError) as error:
        raise UnreadableDirectory(f"{file} is not valid JSON: {error}") from error
    found = (_office(raw, f"record {number}") for number, raw in enumerate(_envelope(content, file), start=1))
    return [record for record in found if record is not None]


def _complete(rows: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    """Yields the rows that are not empty, each with exactly the columns of the header."""
    for row in rows:
        if None in row or None in row.values():
            raise csv.Error("it has not as many columns as the first line")
        if any(row.values()):
            yield {column: one_line(value, TEXT_MAX) for column, value in row.items()}


def _listed(row: Mapping[str, str], where: str) -> Record:
    return Record(
        where=where,
        name=row["id"],
        kind=None,
        communes=(),
        id=row["id"],
        emails=_addresses([row["email"]]),
        other_ways=(),
    )


def _extracted(row: Mapping[str, str], where: str) -> Record:
    if row["type"] not in set(Kind):
        raise csv.Error(f"the type of « {row['nom']} » is {row['type']!r}, not one of {', '.join(Kind)}")
    return Record(
        where=where,
        name=row["nom"],
        kind=Kind(row["type"]),
        communes=(row["code_commune"],),
        id="",
        emails=_addresses([row["email"]]),
        other_ways=tuple(way for way in (row.get("formulaire"), row.get("telephone")) if way),
        telephone=row.get("telephone", ""),
        postal_address=row.get("adresse", ""),
    )


def _known_fields(record: dict[str, object]) -> dict[str, object]:
    return {field: value for field, value in record.items() if field in _JSON_FIELDS}


def _envelope(content: object, file: str) -> list[object]:
    records, total = content, None
    if isinstance(content, dict):
        records, total = content.get("service", content.get("results")), content.get("total_count")
    if not isinstance(records, list):
        raise UnreadableDirectory(f"{file} has no list « service » or « results » of records, nor is it one")
    if isinstance(total, int) and total > len(records):
        raise UnreadableDirectory(
            f"{file} is one page of an answer, {len(records)} records of {total}: take the whole export"
        )
    return records


def _office(raw: object, where: str) -> Record | None:
    if not isinstance(raw, dict):
        raise UnreadableDirectory(f"{where} is not an object")
    name = one_line(str(raw.get("nom") or "without a name"), TEXT_MAX)
    named = f"{where} ({name}, id {raw.get('id')})"
    pivots = _pivots(raw, named)
    kind = next((kind for kind in Kind if kind in pivots), None)
    if kind is None:
        return None
    telephones = _texts(raw, "telephone", named)
    return Record(
        where=where,
        name=name,
        kind=kind,
        communes=_texts(pivots[kind], "code_insee_commune", named)
        or _texts(raw, "code_insee_commune", named),
        id="",
        emails=_addresses(_texts(raw, "adresse_courriel", named)),
        other_ways=(*_texts(raw, "formulaire_contact", named), *telephones),
        changed=str(raw.get("date_modification") or "")[:10],
        telephone=next(iter(telephones), ""),
        postal_address=_postal_address(raw, named),
    )


def _pivots(raw: Mapping[str, object], where: str) -> dict[object, Mapping[str, object]]:
    """Returns what a record is -> where: a mairie that is a police station too has two pivots."""
    pivots: dict[object, Mapping[str, object]] = {}
    for pivot in _items(raw, "pivot", where):
        if not isinstance(pivot, dict) or not isinstance(pivot.get("type_service_local"), str):
            raise UnreadableDirectory(
                f"{where}: pivot holds {pivot!r:.80}, not an object with type_service_local"
            )
        pivots[pivot["type_service_local"]] = pivot
    return pivots


def _postal_address(raw: Mapping[str, object], where: str) -> str:
    """Writes an address on one line; that of the place comes before that of its mail, a « BP » elsewhere."""
    addresses = []
    for address in _items(raw, "adresse", where):
        if not isinstance(address, dict):
            raise UnreadableDirectory(f"{where}: adresse holds {address!r:.80}, not an object")
        addresses.append(address)
    addresses.sort(key=lambda address: address.get("type_adresse") != "Adresse")
    return next((line for address in addresses if (line := _composed(address, where))), "")


def _composed(address: Mapping[str, object], where: str) -> str:
    street = [_part(address, field, where) for field in _STREET_FIELDS]
    town = _part(address, "nom_commune", where)
    if not town:
        return ""
    country = _part(address, "pays", where)
    parts = [
        *street,
        f"{_part(address, 'code_postal', where)} {town}",
        "" if country.casefold() == "france" else country,
    ]
    # The same words are sometimes both a complement and the street.
    return one_line(", ".join(dict.fromkeys(part.strip() for part in parts if part)), TEXT_MAX)


def _part(address: Mapping[str, object], field: str, where: str) -> str:
    value = address.get(field)
    if value is not None and not isinstance(value, str):
        raise UnreadableDirectory(f"{where}: {field} of adresse holds {value!r:.80}, not a text")
    return one_line(value or "", TEXT_MAX).strip(" ,")


def _texts(record: Mapping[str, object], field: str, where: str) -> tuple[str, ...]:
    """Reads a field whose items are texts, or objects with a `valeur`."""
    texts = []
    for item in _items(record, field, where):
        text = item.get("valeur") if isinstance(item, dict) else item
        if text is not None and not isinstance(text, str):
            raise UnreadableDirectory(f"{where}: {field} holds {item!r:.80}, not a text")
        texts.append(one_line(text or "", TEXT_MAX))
    return tuple(text for text in texts if text)


def _items(record: Mapping[str, object], field: str, where: str) -> list[object]:
    """Reads a list, however it is written: as one, as JSON inside a text, as its only item, as nothing."""
    value = record.get(field)
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            value = json.loads(value, object_hook=_known_fields)
        except (ValueError, RecursionError) as error:
            raise UnreadableDirectory(f"{where}: {field} holds broken JSON: {error}") from error
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """Splits a text that holds several addresses, and drops those that come again."""
    split = (
        address for text in texts for address in text.replace(",", " ").replace(";", " ").lower().split()
    )
    return tuple(dict.fromkeys(split))
