"""One value of a declared field: what is typed, pasted or sent, as the clean text that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

from yingshang.kernel.worktime import CST

__all__ = ["CHECKS", "Wrong"]

LONGEST = {"text": 300, "longtext": 5000}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PHONE = re.compile(r"(\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{5}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_YESNO = {
    **dict.fromkeys(("是", "有", "yes", "y", "true", "1", "√", "对"), "是"),
    **dict.fromkeys(("否", "无", "no", "n", "false", "0", "×", "不"), "否"),
}

Check = Callable[[str, Mapping[str, Any], datetime], str]


class Wrong(ValueError):
    """A value that the field does not take; the message is for who typed it."""


def _text(value: str, field: Mapping[str, Any], at: datetime) -> str:
    longest = LONGEST[field["type"]]
    if "\x00" in value:
        raise Wrong(_("“%(label)s”含有不能保存的字符。请重新输入。") % {"label": field["label"]})
    if len(value) > longest:
        raise Wrong(
            _("“%(label)s”最多 %(longest)d 个字，现在有 %(now)d 个字。请删减后再提交。")
            % {"label": field["label"], "longest": longest, "now": len(value)}
        )
    return value


def _date(value: str, field: Mapping[str, Any], at: datetime) -> str:
    text = value.translate(_WIDE).replace("/", "-").replace(".", "-")
    text = re.sub(r"(\d{4})年(\d{1,2})月(\d{1,2})日?", r"\1-\2-\3", text)
    try:
        year, month, day = (int(part) for part in text.split("-"))
        found = date(year, month, day)
    except ValueError:
        raise Wrong(
            _("“%(label)s”不是有效日期。请按“2026-03-02”的样式填写。") % {"label": field["label"]}
        ) from None
    if field.get("past") and found > at.astimezone(CST).date():
        raise Wrong(
            _("“%(label)s”是 %(day)s，晚于今天，不可能发生。请核对年份后重填。")
            % {"label": field["label"], "day": found.isoformat()}
        )
    if found.year < 1850:
        raise Wrong(
            _("“%(label)s”的年份 %(year)d 过早。请核对后重填。")
            % {"label": field["label"], "year": found.year}
        )
    return found.isoformat()


def _choice(value: str, field: Mapping[str, Any], at: datetime) -> str:
    options = [
        str(option["value"] if isinstance(option, Mapping) else option)
        for option in field.get("choices", ())
    ]
    if value not in options:
        raise Wrong(_("“%(label)s”请从列出的选项中选择。") % {"label": field["label"]})
    return value


def _uscc(value: str, field: Mapping[str, Any], at: datetime) -> str:
    text = re.sub(r"\s", "", value.translate(_WIDE)).upper()
    label = {"label": field["label"]}
    if len(text) != 18:
        raise Wrong(
            _("“%(label)s”应是 18 位统一社会信用代码，现在是 %(now)d 位。请对照营业执照核对。")
            % {**label, "now": len(text)}
        )
    try:
        return str(uscc.validate(text))
    except InvalidChecksum:
        sentence = _("“%(label)s”校验位不对，可能有一位抄错了。请对照营业执照逐位核对。")
    except ValidationError:
        sentence = _("“%(label)s”不是有效的统一社会信用代码（不含字母 I、O、S、V、Z）。请核对。")
    raise Wrong(sentence % label)


def _idno(value: str, field: Mapping[str, Any], at: datetime) -> str:
    text = re.sub(r"\s", "", value.translate(_WIDE)).upper()
    label = {"label": field["label"]}
    try:
        number = str(ric.validate(text))
        born = ric.get_birth_date(number)
    except InvalidLength:
        raise Wrong(
            _("“%(label)s”应是 18 位身份证号，现在是 %(now)d 位。请核对后重填。")
            % {**label, "now": len(text)}
        ) from None
    except InvalidChecksum:
        raise Wrong(
            _("“%(label)s”校验位不对，可能有一位抄错了。请对照身份证逐位核对。") % label
        ) from None
    except (InvalidComponent, ValidationError):
        raise Wrong(_("“%(label)s”不是有效的身份证号。请对照身份证核对。") % label) from None
    if born > at.astimezone(CST).date():
        raise Wrong(_("“%(label)s”里的出生日期晚于今天。请对照身份证核对。") % label)
    return number


def _phone(value: str, field: Mapping[str, Any], at: datetime) -> str:
    text = re.sub(r"[\s]", "", value.translate(_WIDE))
    if not _PHONE.fullmatch(text):
        raise Wrong(
            _("“%(label)s”不是有效的电话号码。请填 11 位手机号，或带区号的固定电话。")
            % {"label": field["label"]}
        )
    return text


def _number(value: str, field: Mapping[str, Any], at: datetime) -> str:
    label = field["label"]
    try:
        number = Decimal(value.translate(_WIDE).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Wrong(_("“%(label)s”应是数字。请只填数字，不带单位。") % {"label": label})
    low, high = field.get("min"), field.get("max")
    if low is not None and number < Decimal(str(low)):
        raise Wrong(_("“%(label)s”不能小于 %(low)s。请核对。") % {"label": label, "low": low})
    if high is not None and number > Decimal(str(high)):
        raise Wrong(_("“%(label)s”不能大于 %(high)s。请核对。") % {"label": label, "high": high})
    return format(number, "f")


def _email(value: str, field: Mapping[str, Any], at: datetime) -> str:
    text = value.translate(_WIDE)
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise Wrong(
            _("“%(label)s”不是有效的邮箱地址。请按“名字@单位.cn”的样式填写。")
            % {"label": field["label"]}
        )
    return text


def _yesno(value: str, field: Mapping[str, Any], at: datetime) -> str:
    try:
        return _YESNO[value.translate(_WIDE).lower()]
    except KeyError:
        raise Wrong(_("“%(label)s”请填“是”或“否”。") % {"label": field["label"]}) from None


CHECKS: Mapping[str, Check] = {
    "text": _text,
    "longtext": _text,
    "date": _date,
    "choice": _choice,
    "uscc": _uscc,
    "idno": _idno,
    "phone": _phone,
    "number": _number,
    "email": _email,
    "yesno": _yesno,
}
