"""Item codes of both generations: 基本编码 10 or 12, 实施编码 24 or 31, 业务办理项编码 33.

GB/T 39046-2020 (2020-10) names 10 and 24 characters; the practice since GB/T 39554.1-2020 is 12,
31 and 33. A city holds both for years, so both are read; which is which says the length alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import uscc

__all__ = ["LEVELS", "NATURES", "TYPES", "ItemCode", "code_problems", "read_code"]

# Annexes A.1, A.2 and A.3 of GB/T 39046-2020
TYPES = {
    "00": "行政权力",
    "01": "行政许可",
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "05": "行政给付",
    "06": "行政检查",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
LEVELS = {
    "1": "国家级",
    "2": "省级",
    "3": "市级",
    "4": "县级",
    "5": "镇（乡、街道）级",
    "6": "村（社区）级",
    "7": "分级管理",
}
NATURES = {"1": "法定机关", "2": "授权组织", "3": "受委托组织", "9": "其他"}

LETTERS_TYPE = re.compile(r"[A-Z]{2}")  # older local catalogues: XK, QR …
PROVINCES = {"00", *(str(n) for n in range(11, 83))}


@dataclass(frozen=True)
class ItemCode:
    """What a code says. `kind`: basic, implementing or business; `generation`: 1 (10/24) or
    2 (12/31/33). Empty parts are not in a code of that kind."""

    text: str
    kind: str
    generation: int
    type: str = ""
    main: str = ""
    sub: str = ""
    province: str = ""
    level: str = ""
    uscc: str = ""
    region: str = ""
    sequence: str = ""
    problems: tuple[str, ...] = ()

    @property
    def basic(self) -> str:
        """The 基本编码 within."""
        return self.province + self.type + self.main + self.sub

    @property
    def type_name(self) -> str:
        return TYPES.get(self.type, self.type)


def read_code(text: str) -> ItemCode:
    """Read a code by its length; what is wrong with it stands in `problems`, in words."""
    code = text.strip().upper()
    if not code.isascii() or not code.isalnum():
        return _wrong(code, _("编码“%s”只能有数字和大写字母。") % code)
    reader = {10: _old_basic, 12: _new_basic, 24: _old_implementing, 31: _new, 33: _new}.get(
        len(code)
    )
    if reader is None:
        return _wrong(
            code,
            _(
                "编码“%(code)s”有 %(n)d 位。基本编码是 10 或 12 位，"
                "实施编码是 24 或 31 位，业务办理项编码是 33 位。"
            )
            % {"code": code, "n": len(code)},
        )
    return reader(code)


def code_problems(basic: str, implementing: str) -> list[str]:
    """What is wrong with the two codes of an item, alone and together; empty codes are no fault."""
    found: list[str] = []
    one = read_code(basic) if basic else None
    two = read_code(implementing) if implementing else None
    if one is not None:
        found += one.problems
        if not one.problems and one.kind != "basic":
            found.append(_("“%s”不是基本编码：基本编码是 10 或 12 位。") % basic)
    if two is not None:
        found += two.problems
        if not two.problems and two.kind == "basic":
            found.append(_("“%s”不是实施编码：实施编码是 24、31 或 33 位。") % implementing)
    if one and two and not found and one.text != two.basic:
        found.append(
            _("实施编码里的基本编码是 %(inner)s，与填写的基本编码 %(basic)s 不同。")
            % {"inner": two.basic, "basic": one.text}
        )
    return found


def _wrong(code: str, problem: str) -> ItemCode:
    return ItemCode(code, "", 0, problems=(problem,))


def _old_basic(code: str) -> ItemCode:
    parts = {"type": code[:2], "main": code[2:7], "sub": code[7:]}
    problems = [] if LETTERS_TYPE.fullmatch(parts["type"]) else _type(code, parts["type"])
    return ItemCode(
        code,
        "basic",
        1,
        **parts,
        problems=tuple(problems + _numbers(code, parts["main"], code[7:])),
    )


def _new_basic(code: str) -> ItemCode:
    parts = {"province": code[:2], "type": code[2:4], "main": code[4:9], "sub": code[9:]}
    problems = _type(code, parts["type"]) + _numbers(code, parts["main"], parts["sub"])
    if parts["province"] not in PROVINCES:
        problems.insert(
            0,
            _("编码“%(code)s”的开头 %(part)s 不是省级区划前两位（全国统一的用 00）。")
            % {"code": code, "part": parts["province"]},
        )
    return ItemCode(code, "basic", 2, **parts, problems=tuple(problems))


def _old_implementing(code: str) -> ItemCode:
    """10 + level + region; what follows the region differs from place to place, and is not read."""
    inner = _old_basic(code[:10])
    problems = [*inner.problems, *_level(code, code[10])]
    if not code[11:17].isdigit():
        problems.append(
            _("编码“%(code)s”的行政区划 %(part)s 应当是六位数字。")
            % {"code": code, "part": code[11:17]}
        )
    return ItemCode(
        code,
        "implementing",
        1,
        type=inner.type,
        main=inner.main,
        sub=inner.sub,
        level=code[10],
        region=code[11:17],
        problems=tuple(problems),
    )


def _new(code: str) -> ItemCode:
    """USCC of the implementing body 18 + level 1 + 基本编码 12 (+ sequence 2)."""
    body, level, inner, sequence = code[:18], code[18], _new_basic(code[19:31]), code[31:]
    problems = [*_body(code, body), *_level(code, level), *inner.problems]
    if sequence and not sequence.isdigit():
        problems.append(
            _("编码“%(code)s”最后两位 %(part)s 应当是数字顺序号。")
            % {"code": code, "part": sequence}
        )
    return ItemCode(
        code,
        "business" if sequence else "implementing",
        2,
        type=inner.type,
        main=inner.main,
        sub=inner.sub,
        province=inner.province,
        level=level,
        uscc=body,
        sequence=sequence,
        problems=tuple(problems),
    )


def _body(code: str, body: str) -> list[str]:
    if uscc.is_valid(body):
        return []
    return [
        _("编码“%(code)s”开头的统一社会信用代码 %(part)s 校验位不对。")
        % {"code": code, "part": body}
    ]


def _level(code: str, level: str) -> list[str]:
    if level in LEVELS:
        return []
    return [_("编码“%(code)s”的行使层级 %(part)s 不在 1 至 7。") % {"code": code, "part": level}]


def _type(code: str, kind: str) -> list[str]:
    if kind in TYPES:
        return []
    return [_("编码“%(code)s”的事项类型 %(part)s 不在代码表 A.1。") % {"code": code, "part": kind}]


def _numbers(code: str, main: str, sub: str) -> list[str]:
    if main.isdigit() and sub.isdigit() and main != "00000":
        return []
    return [
        _("编码“%(code)s”的主项 %(main)s、子项 %(sub)s 应当是数字，主项从 00001 起。")
        % {"code": code, "main": main, "sub": sub}
    ]
