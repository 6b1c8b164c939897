"""The columns of the three sheets: a heading, a place in the body, and how a cell says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.catalog.codes import LEVELS, NATURES, TYPES

__all__ = ["ABSENT", "ITEM", "MATERIAL", "STEP", "CellWrong", "Column", "get", "put"]

ABSENT: Any = object()
NONE = "无"  # an empty list, told from a blank cell: nothing is declared
UNITS = {"workday": "工作日", "day": "自然日", "hour": "小时", "month": "个月"}
FROM = {"next_day": "次日起", "same_day": "当日起"}
FLAGS = {True: "是", False: "否"}
HANDLED = {
    "here": "在本平台办",
    "elsewhere-returned": "在别处办，办件回传",
    "elsewhere-reported": "在别处办，只报数字",
}
AUDIENCES = {"enterprise": "企业", "person": "个人", "both": "企业和个人", "staff": "工作人员"}
REFORMS = {"cancel": "取消", "file": "备案", "commit": "告知承诺", "optimise": "优化服务"}
RETURNS = {"cases": "办件", "figures": "数字"}


class CellWrong(ValueError):
    """What is wrong with a cell, in words."""


@dataclass(frozen=True)
class Column:
    """`kind`: text, lines (one a line), words (、), number, flag, choice, unit, charges, faq."""

    heading: str
    path: tuple[str, ...]
    kind: str = "text"
    group: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict)
    help: str = ""

    @property
    def key(self) -> str:
        return ".".join(self.path)

    def encode(self, value: Any, unit_name: Callable[[str], str]) -> Any:
        """The cell that says a value; '' where no cell can."""
        if value is ABSENT:
            return ""
        try:
            return self._encode(value, unit_name)
        except (TypeError, KeyError, AttributeError):
            return ""

    def _encode(self, value: Any, unit_name: Callable[[str], str]) -> Any:
        if self.kind in ("lines", "words"):
            joint = "\n" if self.kind == "lines" else "、"
            return joint.join(map(str, value)) if value else NONE
        if self.kind == "number":
            return value if type(value) is int else ""
        if self.kind in ("flag", "choice"):
            return self.choices[value]
        if self.kind == "unit":
            return unit_name(value)
        if self.kind == "charges":
            return "\n".join(_charge(c) for c in value) if value else NONE
        if self.kind == "faq":
            return "\n".join(f"问：{p['q']}\n答：{p['a']}" for p in value) if value else NONE
        return value if isinstance(value, str) else ""

    def decode(self, cell: Any, role_of: Callable[[str], str | None]) -> Any:
        """What a cell says; ABSENT for a blank one. Raises CellWrong."""
        text = _plain(cell)
        if not text:
            return ABSENT
        if self.kind in ("lines", "words"):
            parts = text.split("\n") if self.kind == "lines" else re.split("[、\n]", text)
            return [] if text == NONE else [p.strip() for p in parts if p.strip()]
        if self.kind == "number":
            return _number(text)
        if self.kind in ("flag", "choice"):
            return self._chosen(text)
        if self.kind == "unit":
            role = role_of(text)
            if role is None:
                raise CellWrong(_("本市没有名叫“%s”的单位。请用机构名录里的名称。") % text)
            return role
        if self.kind == "charges":
            return [] if text == NONE else [_read_charge(line) for line in text.split("\n") if line]
        if self.kind == "faq":
            return [] if text == NONE else _read_faq(text)
        return text

    def _chosen(self, text: str) -> Any:
        for value, label in self.choices.items():
            if text in (label, str(value)) or (text == value):
                return value
        allowed = "、".join(self.choices.values())
        raise CellWrong(
            _("“%(text)s”不在可填的内容里。可以填：%(allowed)s。")
            % {"text": text[:40], "allowed": allowed}
        )


def _plain(cell: Any) -> str:
    """A cell as text: numbers as people write them."""
    if isinstance(cell, bool):
        return FLAGS[cell]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell if cell is not None else "").replace("\r\n", "\n").strip()


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise CellWrong(_("“%s”应当是不小于 0 的整数。") % text[:40])


def _charge(charge: Mapping[str, Any]) -> str:
    yuan = f"{charge['fen'] // 100}.{charge['fen'] % 100:02d}"
    parts = [charge["name"], yuan, charge.get("basis", ""), charge.get("note", "")]
    while not parts[-1]:
        parts.pop()
    return "|".join(parts)


def _read_charge(line: str) -> dict[str, Any]:
    parts = [p.strip() for p in line.replace("｜", "|").split("|")]
    money = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", parts[1]) if len(parts) > 1 else None
    if not parts[0] or money is None or len(parts) > 4:
        raise CellWrong(
            _("收费“%s”应当写成“项目|金额（元）|依据|说明”，例如“工本费|10.00|某价费文件”。")
            % line[:40]
        )
    found = {
        "name": parts[0],
        "fen": int(money[1]) * 100 + int((money[2] or "0").ljust(2, "0")),
    }
    return {**found, **{k: v for k, v in zip(("basis", "note"), parts[2:], strict=False) if v}}


def _read_faq(text: str) -> list[dict[str, str]]:
    pairs = re.findall(r"问[：:](.*?)\n答[：:](.*?)(?=\n问[：:]|\Z)", text, re.S)
    if not pairs:
        raise CellWrong(_("常见问题应当一行“问：……”，下一行“答：……”。"))
    return [{"q": q.strip(), "a": a.strip()} for q, a in pairs]


def get(body: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at a path; ABSENT where nothing does."""
    found: Any = body
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return ABSENT
        found = found[key]
    return found


def put(body: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set what stands at a path; ABSENT takes it away, and what became empty by that too."""
    if len(path) == 1:
        if value is ABSENT:
            body.pop(path[0], None)
        else:
            body[path[0]] = value
        return
    inner = body.get(path[0])
    held = dict(inner) if isinstance(inner, Mapping) else {}
    put(held, path[1:], value)
    if held or value is not ABSENT:
        body[path[0]] = held
    else:
        body.pop(path[0], None)


def _c(heading: str, path: str, kind: str = "text", group: str = "", **more: Any) -> Column:
    choices = more.pop("choices", FLAGS if kind == "flag" else {})
    return Column(heading, tuple(path.split(".")), kind, group, choices, **more)


def _said(labels: Mapping[str, str]) -> dict[str, str]:
    """A code with its name: 01 行政许可."""
    return {code: f"{code} {name}" for code, name in labels.items()}


def _same(*words: str) -> dict[str, str]:
    return {word: word for word in words}


BASIC, TIME, WAY, RESULT, SERVICE, REFORM = "基本", "时限", "办理", "结果和收费", "服务", "改革"
ITEM: tuple[Column, ...] = (
    _c("事项代码", "code", group=BASIC),
    _c("事项名称", "name", group=BASIC),
    _c("基本编码", "guide.basic_code", group=BASIC),
    _c("实施编码", "guide.impl_code", group=BASIC),
    _c("事项类型", "guide.type", "choice", BASIC, choices=_said(TYPES)),
    _c("设定依据", "basis", "lines", BASIC, help="一行一条"),
    _c("行使层级", "guide.level", "choice", BASIC, choices=_said(LEVELS)),
    _c("权限划分", "guide.powers", group=BASIC),
    _c("行使内容", "guide.content", group=BASIC),
    _c("实施主体", "lead", "unit", BASIC),
    _c("实施主体性质", "guide.nature", "choice", BASIC, choices=_said(NATURES)),
    _c("概要", "summary", group=BASIC),
    _c("别名", "aliases", "words", BASIC, help="用顿号隔开，帮人搜得到"),
    _c("法定办结时限", "limits.statutory.value", "number", TIME),
    _c("法定办结时限单位", "limits.statutory.unit", "choice", TIME, choices=UNITS),
    _c("法定办结时限说明", "limits.statutory.basis", group=TIME),
    _c("承诺办结时限", "limits.promised.value", "number", TIME),
    _c("承诺办结时限单位", "limits.promised.unit", "choice", TIME, choices=UNITS),
    _c("承诺办结时限说明", "limits.promised.basis", group=TIME),
    _c("受理条件", "conditions", "lines", WAY, help="一行一条"),
    _c("受理标准", "guide.standard", group=WAY),
    _c("办理流程", "guide.process", "lines", WAY, help="一行一步；不填的由环节得出"),
    _c("中介服务", "guide.intermediary", group=WAY),
    _c("数量限制", "guide.quota", group=WAY),
    _c("办件类型", "guide.kind", "choice", WAY, choices=_same("即办件", "承诺件")),
    _c("审查类型", "guide.review", "choice", WAY, choices=_same("即审即办", "前审后批")),
    _c("到现场次数", "visits", "number", WAY),
    _c("到现场原因", "guide.visits_reason", group=WAY),
    _c("网办深度", "depth", group=WAY),
    _c("结果名称", "guide.result.name", group=RESULT),
    _c(
        "办结方式",
        "guide.result.kind",
        "choice",
        RESULT,
        choices=_same("出证办结", "出文办结", "审批办结", "其他"),
    ),
    _c("结果样本", "guide.result.sample", group=RESULT),
    _c("是否收费", "fee", group=RESULT, help="不收费，或写明怎么收"),
    _c("收费项目和标准", "charges", "charges", RESULT, help="一行一项：项目|金额（元）|依据|说明"),
    _c("收费依据", "guide.fee_basis", group=RESULT),
    _c(
        "通办范围",
        "guide.scope",
        "choice",
        SERVICE,
        choices=_same("全国", "跨省", "跨市", "跨县"),
    ),
    _c("服务对象", "audience", "choice", SERVICE, choices=AUDIENCES),
    _c("服务主题", "themes", "words", SERVICE),
    _c("法人服务主题", "guide.themes_legal", "words", SERVICE),
    _c("自然人服务主题", "guide.themes_person", "words", SERVICE),
    _c("办理形式", "guide.channels", "words", SERVICE, help="窗口、电脑端网上、移动端、快递申请"),
    _c("是否支持预约办理", "guide.appointment", "flag", SERVICE),
    _c("是否支持网上支付", "guide.pay_online", "flag", SERVICE),
    _c("是否支持物流快递", "guide.mail", "flag", SERVICE),
    _c("网办地址", "guide.online_url", group=SERVICE),
    _c("办理地点", "guide.address", group=SERVICE),
    _c("办理时间", "guide.hours", group=SERVICE),
    _c("咨询电话", "guide.consult_phone", group=SERVICE),
    _c("监督电话", "guide.complain_phone", group=SERVICE),
    _c("常见问题", "faq", "faq", SERVICE, help="问：……换行答：……"),
    _c("在哪里办", "handled", "choice", SERVICE, choices=HANDLED),
    _c("办理系统", "elsewhere.system", group=SERVICE),
    _c("办理系统网址", "elsewhere.url", group=SERVICE),
    _c("办理系统回传", "elsewhere.returns", "choice", SERVICE, choices=RETURNS),
    _c("怎样移交", "elsewhere.how", group=SERVICE),
    _c("就近办地点", "near", "words", REFORM),
    _c("证照分离方式", "reform", "choice", REFORM, choices=REFORMS),
    _c("改革前环节", "before.steps", "number", REFORM),
    _c("改革前工作日", "before.workdays", "number", REFORM),
    _c("改革前材料", "before.materials", "number", REFORM),
    _c("改革前跑动", "before.visits", "number", REFORM),
    _c("改革前费用（分）", "before.fen", "number", REFORM),
    _c("改革前依据", "before.source", group=REFORM),
    _c("上级目录管理的要素", "guide.superior", "words", REFORM),
)
MATERIAL: tuple[Column, ...] = (
    _c("材料代码", "code"),
    _c("材料名称", "name"),
    _c("是否必备", "required", "flag"),
    _c("来源渠道", "source"),
    _c("出具机构", "issuer"),
    _c("出具时间要求", "issued_within"),
    _c("材料形式", "form", "choice", choices=_same("电子", "纸质", "电子或纸质")),
    _c("原件份数", "originals", "number"),
    _c("复印件份数", "copies", "number"),
    _c("材料说明", "note"),
    _c("使用说明", "use"),
    _c("可容缺", "missable", "flag"),
    _c("可承诺代替", "commit", "flag"),
    _c("可用电子证照", "licence"),
    _c("什么情形要", "when"),
)
STEP: tuple[Column, ...] = (
    _c("类别", "row", "choice", choices={"step": "环节", "limit": "时限"}),
    _c("代码", "code"),
    _c("名称", "name"),
    _c("办理单位", "unit", "unit"),
    _c("前一环节", "after", "words"),
    _c("什么情形走", "when"),
    _c("时限", "limit.value", "number"),
    _c("时限单位", "limit.unit", "choice", choices=UNITS),
    _c("起算", "limit.count_from", "choice", choices=FROM),
    _c("时限依据", "limit.basis"),
    _c("时限说明", "limit.note"),
    _c("两人核查", "two_person", "flag"),
    _c("初审", "preliminary", "flag"),
    _c("不通过时", "on_fail", "choice", choices={"stop": "终止", "back": "退回"}),
)
