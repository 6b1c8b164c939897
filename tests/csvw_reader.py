"""A reader of CSV on the Web that knows nothing of who wrote the file: W3C, tabular metadata 2015.

It says what is wrong: a header that is none of a column's titles, a cell that is not of its
datatype, a required cell that is empty, a key that occurs twice.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

BUILT_IN = {"string", "decimal", "integer", "date", "gYearMonth", "boolean"}
ALLOWED = {  # of a table description, section 5.4 of the metadata vocabulary, less what is prefixed
    "@context", "@id", "@type", "url", "dialect", "notes", "suppressOutput", "tableDirection",
    "tableSchema", "transformations",
}  # fmt: skip
OF_COLUMN = {
    "name", "titles", "virtual", "suppressOutput", "@id", "@type", "datatype", "required", "null",
    "lang", "default", "separator", "ordered", "aboutUrl", "propertyUrl", "valueUrl",
    "textDirection",
}  # fmt: skip
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")


def faults(table: bytes, about: dict[str, Any]) -> list[str]:
    """Everything that is wrong; nothing where the file keeps what its description says."""
    found = [*_of_description(about)]
    rows = list(csv.reader(io.StringIO(table.decode("utf-8"), newline="")))
    columns = about["tableSchema"]["columns"]
    if len(rows[0]) != len(columns):
        return [*found, f"{len(rows[0])} columns, {len(columns)} described"]
    for head, column in zip(rows[0], columns, strict=True):
        if head not in column["titles"]:
            found.append(f"header {head} is not a title of {column['name']}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            found.append(f"row {number} has {len(row)} cells")
            continue
        for cell, column in zip(row, columns, strict=True):
            problem = _cell(cell, column)
            if problem:
                found.append(f"row {number}, {column['name']}: {problem}")
    return found + _key(rows, about["tableSchema"])


def _of_description(about: dict[str, Any]) -> list[str]:
    found = []
    context = about.get("@context")
    namespace = "http://www.w3.org/ns/csvw"
    if context != namespace and not (isinstance(context, list) and context[0] == namespace):
        found.append("no context")
    found += [f"unknown {name}" for name in about if ":" not in name and name not in ALLOWED]
    names = [column["name"] for column in about["tableSchema"]["columns"]]
    if len(set(names)) != len(names):
        found.append("a name occurs twice")
    for column in about["tableSchema"]["columns"]:
        if not NAME.fullmatch(column["name"]):
            found.append(f"{column['name']} is no name")
        found += [f"unknown {n}" for n in column if ":" not in n and n not in OF_COLUMN]
        if _base(column) not in BUILT_IN:
            found.append(f"unknown datatype of {column['name']}")
    return found


def _base(column: dict[str, Any]) -> str:
    kind = column.get("datatype", "string")
    return kind["base"] if isinstance(kind, dict) else kind


def _cell(cell: str, column: dict[str, Any]) -> str:
    if cell == "":
        return "is required" if column.get("required") else ""
    kind, base = column.get("datatype", "string"), _base(column)
    form = kind.get("format", "") if isinstance(kind, dict) else ""
    try:
        if base == "decimal" and not Decimal(cell).is_finite():
            return f"{cell} is no decimal"
        if base == "integer":
            int(cell)
        if base == "date":
            date.fromisoformat(cell)
    except (ValueError, InvalidOperation):
        return f"{cell} is no {base}"
    if base == "gYearMonth" and not re.fullmatch(r"-?\d{4,}-(0[1-9]|1[0-2])", cell):
        return f"{cell} is no month"
    if base == "boolean" and cell not in (form.split("|") if form else ("true", "false", "1", "0")):
        return f"{cell} is neither yes nor no"
    return ""


def _key(rows: list[list[str]], schema: dict[str, Any]) -> list[str]:
    key = schema.get("primaryKey")
    if not key:
        return []
    names = [column["name"] for column in schema["columns"]]
    places = [names.index(name) for name in ([key] if isinstance(key, str) else key)]
    found = [tuple(row[place] for place in places) for row in rows[1:]]
    return [] if len(set(found)) == len(found) else ["a key occurs twice"]
