"""A form against the fields that its item declares: one clear sentence a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.cases._applies import Conditions
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.definitions.service import CHECKS_OF_VALUES as CHECKS
from yingshang.city.definitions.service import Wrong

__all__ = ["personal_fields", "subject_of", "validate"]

TITLES = (
    "company",
    "enterprise",
    "customer",
    "project",
    "title",
    "demand",
    "name",
    "applicant",
    "address",
)


def validate(
    fields: Iterable[Mapping[str, Any]], form: Mapping[str, Any], *, at: datetime
) -> dict[str, str]:
    """The form with clean text values; FormInvalid names every field that is wrong."""
    declared = {field["name"]: field for field in fields}
    conditions = Conditions(declared.values())
    errors: dict[str, str] = {}
    clean: dict[str, str] = {}
    for name in form:
        if name not in declared:
            errors[name] = _("本事项没有“%(name)s”这一栏。请刷新页面后重新填写。") % {"name": name}
    for name, field in declared.items():
        applies = conditions.of_field(field)
        if applies is False:  # its condition says no: what was sent for it is not kept
            continue
        value = str(form.get(name) if form.get(name) is not None else "").strip()
        if not value:
            if field.get("required") and applies:
                errors[name] = _("请填写“%(label)s”。") % {"label": field["label"]}
            continue
        try:
            clean[name] = CHECKS[field["type"]](value, field, at)
            conditions.learn(field, clean[name])
        except Wrong as wrong:
            errors[name] = str(wrong)
    if errors:
        raise FormInvalid(errors, dict(form))
    return clean


def personal_fields(fields: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Names of the fields that hold personal data."""
    return frozenset(
        f["name"] for f in fields if f.get("personal") or f["type"] in ("idno", "phone", "email")
    )


def subject_of(body: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """What a list calls the case: the declared field, else the first that names something."""
    declared = body.get("subject")
    fields = body.get("fields", ())
    hidden = personal_fields(fields)
    order = [declared] if declared else []
    order += [name for name in TITLES if name not in hidden]
    order += [f["name"] for f in fields if f["type"] == "text" and f["name"] not in hidden]
    found = next((str(form[name]) for name in order if form.get(name)), "")
    return found[:200]
