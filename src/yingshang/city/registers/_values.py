"""A record against its register: clean text values, one sentence a field, checks over the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.registers._schema import Register, fact
from yingshang.city.registers.kinds import RecordInvalid
from yingshang.kernel.rules import evaluate
from yingshang.kernel.worktime import to_cst

__all__ = [
    "clean",
    "clean_value",
    "flags",
    "key_text",
    "mark",
    "masked",
    "refused",
    "text_of",
    "tried",
    "words",
]

LONGEST_KEY = 400
_SPACES = re.compile(r"[ \t\xa0\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def text_of(value: Any) -> str:
    """What a form, a sheet or a file gives, as text: 12.0 is 12, a date is ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value)


def clean_value(declared: Mapping[str, Any], text: str, at: datetime) -> str:
    """The value as it is kept; definitions.Wrong with a sentence otherwise."""
    kind = declared["type"]
    if kind in ("text", "longtext"):
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = text.strip() if kind == "longtext" else _SPACES.sub(" ", text).strip()
    if kind == "choice":
        text = _choice(declared, text)
    found = definitions.CHECKS_OF_VALUES[kind](text, declared, at)
    if kind == "number":
        number = Decimal(found)
        if len(number.as_tuple().digits) > 30 or abs(number) >= Decimal(10) ** 18:
            raise definitions.Wrong(
                _("“%(label)s”的数字太大或太长。请核对。") % {"label": declared["label"]}
            )
        found = format(number.normalize(), "f") if number else "0"
    return found


def _choice(declared: Mapping[str, Any], text: str) -> str:
    """A label that was written stands for its value."""
    for option in declared.get("choices", ()):
        if isinstance(option, Mapping) and text == str(option.get("label", "")):
            return str(option["value"])
    return text


def clean(register: Register, form: Mapping[str, Any], *, at: datetime) -> dict[str, str]:
    """The whole record as it is kept; RecordInvalid names every field that is wrong."""
    body, errors = tried(register, {name: text_of(value) for name, value in form.items()}, at)
    if not errors:
        errors = refused(register, body, to_cst(at).date())
    if errors:
        raise RecordInvalid(errors)
    return body


def tried(
    register: Register, given: Mapping[str, str], at: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """(clean values, sentences by field) of one record, each field by itself."""
    body: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in given:
        if name not in register.declared:
            errors[name] = _("“%(register)s”没有“%(name)s”这一栏。请刷新页面后重新填写。") % {
                "register": register.name,
                "name": name,
            }
    for name, declared in register.declared.items():
        text = given.get(name, "").strip()
        if not text:
            continue
        try:
            value = clean_value(declared, text, at)
        except definitions.Wrong as wrong:
            errors[name] = str(wrong)
            continue
        if value:
            body[name] = value
    if register.when and not errors:
        _leave_out(register, body, to_cst(at).date())
    for name in _lacking(register, body, errors, to_cst(at).date()):
        errors[name] = _("请填写“%(label)s”。") % {"label": register.declared[name]["label"]}
    return body, errors


def _leave_out(register: Register, body: dict[str, str], on: date) -> None:
    """What a field's condition says no to is not kept."""
    for name, rule in register.when.items():
        if name in body and evaluate(rule, fact(register, body, on)).value is False:
            del body[name]


def _lacking(
    register: Register, body: Mapping[str, str], errors: Mapping[str, str], on: date
) -> list[str]:
    """Fields that must be filled and are not; those under a condition only where it says yes."""
    found = []
    for name, declared in register.declared.items():
        must = declared.get("required") or name in register.key or name == register.title
        if not must or name in body or name in errors:
            continue
        rule = register.when.get(name)
        if rule is None or evaluate(rule, fact(register, body, on)).value is True:
            found.append(name)
    return found


def refused(register: Register, body: Mapping[str, str], on: date) -> dict[str, str]:
    """Sentences of the checks that refuse, each at the first field that its rule names."""
    found: dict[str, str] = {}
    if register.valid_from and register.valid_until:
        first, last = body.get(register.valid_from), body.get(register.valid_until)
        if first and last and last < first:
            found[register.valid_until] = _("“%(until)s”早于“%(since)s”。请核对两个日期。") % {
                "until": register.declared[register.valid_until]["label"],
                "since": register.declared[register.valid_from]["label"],
            }
    if not any(check.refuses for check in register.checks):
        return found
    facts = fact(register, body, on)
    for check in register.checks:
        if check.refuses and evaluate(check.rule, facts).value is False:
            place = next((name for name in check.names), "")
            found.setdefault(place, check.say)
    return found


def flags(register: Register, body: Mapping[str, str], on: date) -> tuple[str, ...]:
    """What the checks that only warn say of a record."""
    warning = [check for check in register.checks if not check.refuses]
    if not warning:
        return ()
    facts = fact(register, body, on)
    return tuple(check.say for check in warning if evaluate(check.rule, facts).value is False)


def key_text(register: Register, body: Mapping[str, str]) -> str:
    """The natural key as one text: values with “|” between them; '' where none is declared."""
    parts = (body.get(name, "") for name in register.key)
    text = "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
    if len(text) <= LONGEST_KEY:
        return text
    return text[:320] + "…" + sha256(text.encode()).hexdigest()


def mark(kind: str, text: str) -> str:
    """A value so that its text sorts as the value does."""
    if kind != "number" or not text:
        return text[:120].lower()
    number = Decimal(text).normalize()
    digits, _dot, rest = format(abs(number), "f").partition(".")
    if number >= 0:
        return f"1{digits:0>18}.{rest}"[:120]
    turned = "".join(str(9 - int(digit)) for digit in f"{digits:0>18}")
    return f"0{turned}.{''.join(str(9 - int(digit)) for digit in rest)}~"[:120]


def masked(kind: str, text: str) -> str:
    """What is shown of personal data: the first letter of a name, the ends of a number."""
    if kind in ("text", "longtext", "choice"):
        return text[:1] + "*" * min(3, max(1, len(text) - 1)) if text else ""
    return accounts.mask(text) if text else ""


def words(register: Register, body: Mapping[str, str]) -> tuple[str, str]:
    """What the search box finds: (for everybody, further for those who keep the register)."""
    plain: list[str] = []
    personal: list[str] = []
    for column in register.columns:
        value = body.get(column.name)
        if column.search and value:
            (personal if column.personal else plain).append(value)
    return " ".join(plain).lower(), " ".join(personal).lower()
