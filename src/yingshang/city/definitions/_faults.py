"""All that is wrong with a body, field by field, in words for who wrote it in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from jsonschema.exceptions import ValidationError

from yingshang.city.definitions._files import CHECKS, _validator
from yingshang.city.definitions._said import listed
from yingshang.kernel.flow import Refusal

__all__ = ["BodyFault", "faults_of"]

TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是或否",
    "array": "列表",
    "object": "一组设置",
}


@dataclass(frozen=True)
class BodyFault:
    """`path` is where in the body: keys and positions; empty where no one field is to blame."""

    path: tuple[str | int, ...]
    sentence: str


def faults_of(kind: str, body: Mapping[str, Any]) -> list[BodyFault]:
    """Every fault that schema and checks find; [] where the body may be published."""
    validator = _validator(kind)
    errors = (
        sorted(validator.iter_errors(body), key=lambda e: list(map(str, e.absolute_path)))
        if (validator)
        else []
    )
    found = [BodyFault(tuple(error.absolute_path), _said(error)) for error in errors]
    if found:
        return found
    for further in CHECKS.get(kind, ()):
        try:
            further(body)
        except Refusal as refusal:
            found.append(BodyFault((), refusal.sentence))
    return found


def _said(error: ValidationError) -> str:
    rule, asked = str(error.validator), error.validator_value
    shown = str(error.instance)[:40]
    if rule == "required":
        lacking = [name for name in asked if name not in error.instance]
        return _("缺少：%s。") % listed(lacking)
    if rule == "enum":
        return _("“%(is)s”不在可填的内容里：%(asked)s。") % {
            "is": shown,
            "asked": listed(map(str, asked)),
        }
    if rule == "type":
        return _("“%(is)s”应当是%(asked)s。") % {"is": shown, "asked": TYPES.get(asked, asked)}
    if rule == "minimum":
        return _("“%(is)s”不能小于 %(asked)s。") % {"is": shown, "asked": asked}
    if rule == "additionalProperties":
        return _("有不认识的设置：%s。") % error.message[:80]
    return _("不合规格：%s。") % error.message[:120]
