"""The rules of tracking as they are declared, and the words that they may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse

__all__ = [
    "LAMP_WORDS",
    "LampRule",
    "LampSet",
    "LookBackRule",
    "ReportRule",
    "check_lamps",
    "check_tracking",
    "checkers",
    "lamps_of",
    "look_back_rule",
    "report_rule",
]

CODE = "plan-task"

TASK_WORDS = Vocabulary(
    {
        "days_total": Term("从交办到完成时限的天数", "int", "天"),
        "quantified": Term("有指标目标", "bool"),
        "bound": Term("已绑定指标的目标数", "int", "个"),
        "units": Term("责任单位数", "int", "个"),
    }
)
LAMP_WORDS = Vocabulary(
    {
        "stage": Term(gettext_noop("所处阶段"), "text"),
        "assigned": Term(gettext_noop("已确定牵头单位"), "bool"),
        "objected": Term(gettext_noop("对牵头有异议待裁定"), "bool"),
        "signed": Term(gettext_noop("已签收"), "bool"),
        "sign_days_late": Term(gettext_noop("签收已晚"), "int", "天"),
        "suspended": Term(gettext_noop("已暂停"), "bool"),
        "asked": Term(gettext_noop("已申请办结"), "bool"),
        "verified": Term(gettext_noop("已审核通过"), "bool"),
        "held": Term(gettext_noop("已审核通过而指标未达标"), "bool"),
        "closed": Term(gettext_noop("已销号"), "bool"),
        "slipped": Term(gettext_noop("销号以后没有达到承诺"), "bool"),
        "ended": Term(gettext_noop("已终止"), "bool"),
        "override": Term(gettext_noop("例外销号"), "bool"),
        "days_left": Term(gettext_noop("距完成时限"), "int", "天"),
        "workdays_left": Term(gettext_noop("距完成时限的工作日"), "int", "个工作日"),
        "share_left": Term(gettext_noop("剩余时间占比"), "int", "%"),
        "days_late": Term(gettext_noop("超过完成时限"), "int", "天"),
        "reports_missing": Term(gettext_noop("缺报期数"), "int", "期"),
        "report_days_late": Term(gettext_noop("最早一期缺报已晚"), "int", "天"),
        "milestones": Term(gettext_noop("节点数"), "int", "个"),
        "milestone": Term(gettext_noop("最早未完成的到期节点"), "text"),
        "milestone_days_late": Term(gettext_noop("节点已晚"), "int", "天"),
        "milestone_days_left": Term(gettext_noop("距下一节点"), "int", "天"),
        "target_missed": Term(gettext_noop("最早到期而没有达到的分项目标"), "text"),
        "target_missed_days": Term(gettext_noop("没有达到的分项目标已过期"), "int", "天"),
        "target_untold": Term(gettext_noop("最早到期而没有报数的分项目标"), "text"),
        "target_untold_days": Term(gettext_noop("没有报数的分项目标已过期"), "int", "天"),
        "progress": Term(gettext_noop("报送的进度"), "int", "%"),
        "planned": Term(gettext_noop("按计划应到的进度"), "int", "%"),
        "behind": Term(gettext_noop("落后于计划"), "int", "个百分点"),
        "quantified": Term(gettext_noop("有指标目标"), "bool"),
        "indicator": Term(gettext_noop("指标情况"), "text"),
        "indicator_says": Term(gettext_noop("指标与目标的差距"), "text"),
        "change_days": Term(gettext_noop("方案改动待签认"), "int", "天"),
        "extensions": Term(gettext_noop("延期次数"), "int", "次"),
        "returned": Term(gettext_noop("办结申请被退回次数"), "int", "次"),
        "reopened": Term(gettext_noop("重新启动次数"), "int", "次"),
    }
)


@dataclass(frozen=True)
class ReportRule:
    every: str
    due_workdays: int
    first_after_days: int


@dataclass(frozen=True)
class LookBackRule:
    months: int
    due_workdays: int


@dataclass(frozen=True)
class LampRule:
    """One rule: its lamp, the word beside it, when it holds, the sentence that says why."""

    code: str
    lamp: str
    word: str
    when: Expr
    says: str
    topic: str = ""  # of one topic only the gravest rule is told


@dataclass(frozen=True)
class LampSet:
    """The lamps of one region on one day."""

    name: str
    basis: str
    order: tuple[str, ...]
    words: Mapping[str, str]
    otherwise: Mapping[str, str]
    rules: tuple[LampRule, ...]


@lru_cache(maxsize=256)
def _parsed(text: str, words: str) -> Expr:
    vocabulary = LAMP_WORDS if words == "lamp" else TASK_WORDS
    return parse(text, vocabulary)


def _expr(text: str, words: str, where: str) -> Expr:
    try:
        found = _parsed(text, words)
    except RuleError as error:
        raise Refusal("data-invalid", f"“{where}”的条件不能用：{error.sentence}") from None
    if found.type != "bool":
        raise Refusal("data-invalid", f"“{where}”的条件“{text}”不是能判断是否的条件，请改正。")
    return found


def check_tracking(body: Mapping[str, Any]) -> None:
    """Refuse rules of tracking whose conditions cannot be read."""
    rows = [*body["reports"], *body["look_back"]]
    for text in [row["when"] for row in rows if "when" in row]:
        _expr(text, "task", body["name"])
    if "two_person_when" in body:
        _expr(body["two_person_when"], "task", body["name"])


def check_lamps(body: Mapping[str, Any]) -> None:
    """Refuse lamps whose conditions or sentences use words that there are not, or whose colours
    have no place in the order."""
    lamp_set(body)
    used = {rule["lamp"] for rule in body["rules"]} | {body["otherwise"]["lamp"]}
    missing = sorted(used - set(body["order"]))
    if missing:
        raise Refusal(
            "data-invalid", f"“{body['name']}”的灯色 {'、'.join(missing)} 没有排进 order，请补上。"
        )
    for rule in [*body["rules"], body["otherwise"]]:
        try:
            rule["says"].format_map(dict.fromkeys(LAMP_WORDS.terms, ""))
        except (KeyError, ValueError, IndexError) as error:
            raise Refusal(
                "data-invalid", f"“{body['name']}”的说明“{rule['says']}”里的 {error} 不认识。"
            ) from None


def lamp_set(body: Mapping[str, Any]) -> LampSet:
    return LampSet(
        name=body["name"],
        basis=body.get("basis", ""),
        order=tuple(body["order"]),
        words=body["words"],
        otherwise=body["otherwise"],
        rules=tuple(
            LampRule(
                rule["code"],
                rule["lamp"],
                rule.get("word", ""),
                _expr(rule["when"], "lamp", body["name"]),
                rule["says"],
                rule.get("topic", rule["code"]),
            )
            for rule in body["rules"]
        ),
    )


def _body(kind: str, region: str, on: date) -> Mapping[str, Any]:
    found = definitions.edition(kind, CODE, region=region, on=on)
    if found is None:
        raise Refusal(
            "tracking-undeclared",
            _("没有任务跟踪规则，无法交办。请系统管理员装载 data/base 后重试。"),
        )
    return found.body


def lamps_of(region: str, on: date) -> LampSet:
    """The lamps in force for a region on a day."""
    return lamp_set(_body("tasklamp", region, on))


def _first(rows: list[Mapping[str, Any]], facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first row whose condition says yes; the last where none does."""
    for row in rows:
        if "when" not in row:
            return row
        if evaluate(_parsed(row["when"], "task"), facts).value is True:
            return row
    return rows[-1]


def report_rule(region: str, on: date, facts: Mapping[str, Any]) -> ReportRule:
    """How often a task with these facts is reported on."""
    row = _first(_body("tracking", region, on)["reports"], facts)
    return ReportRule(row["every"], row.get("due_workdays", 3), row.get("first_after_days", 0))


def look_back_rule(region: str, on: date, facts: Mapping[str, Any]) -> LookBackRule:
    """When a closed task with these facts is looked back at; months 0: never."""
    row = _first(_body("tracking", region, on)["look_back"], facts)
    return LookBackRule(row["months"], row.get("due_workdays", 10))


def checkers(region: str, on: date, facts: Mapping[str, Any]) -> int:
    """How many people verify a request to close a task with these facts."""
    text = _body("tracking", region, on).get("two_person_when")
    return 2 if text and evaluate(_parsed(text, "task"), facts).value is True else 1
