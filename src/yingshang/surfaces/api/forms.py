"""The form of an item as JSON Schema (2020-12), from the fields that it declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["form_schema"]

Declared = Mapping[str, Any]
KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": 300},
    "longtext": {"type": "string", "maxLength": 5000},
    "date": {"type": "string", "format": "date"},
    "choice": {"type": "string"},
    "uscc": {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
    "idno": {"type": "string", "pattern": "^[0-9]{17}[0-9X]$"},
    "phone": {"type": "string", "pattern": "^[0-9+-]{5,20}$"},
    "number": {"type": "number"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
}


def form_schema(fields: Iterable[Declared]) -> dict[str, Any]:
    """What `form` of a new case must hold. Checks beyond a schema (check digits) come on top."""
    declared = list(fields)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {field["name"]: _field(field) for field in declared},
        "required": [f["name"] for f in declared if f.get("required") and not f.get("when")],
        "additionalProperties": False,
    }


def _field(field: Declared) -> dict[str, Any]:
    schema = {"title": field["label"], **KINDS[field["type"]]}
    if field.get("when"):  # asked for only where the condition, over fields before it, holds
        schema["x-when"] = field["when"]
    if field.get("help"):
        schema["description"] = field["help"]
    if field["type"] == "choice":
        schema["enum"] = [_option(option) for option in field.get("choices", ())]
    if field["type"] == "number":
        for ours, theirs in (("min", "minimum"), ("max", "maximum")):
            if field.get(ours) is not None:
                schema[theirs] = field[ours]
    if field.get("personal") or field["type"] in ("idno", "phone", "email"):
        schema["x-personal"] = True
    return schema


def _option(option: Any) -> str:
    return str(option["value"] if isinstance(option, Mapping) else option)
