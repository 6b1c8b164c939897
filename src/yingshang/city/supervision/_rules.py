"""Watch rules as declared, their expressions parsed against the words of their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse

__all__ = ["VOCABULARIES", "WatchRule", "rule_named", "rules_of"]

VOCABULARIES: Mapping[str, Vocabulary] = {
    "late-target": Vocabulary(
        {
            "lamp": Term("承诺灯色", "text", source="plans"),
            "days_left": Term("距完成期限", "int", "天", "plans"),
            "gap_percent": Term("差距占承诺值的比例", "number", "%", "plans"),
            "reported": Term("只有部门自报数据", "bool", source="indicators"),
        }
    ),
    "overdue-cases": Vocabulary(
        {
            "overdue": Term("超期未办结办件数", "int", "件", "cases"),
            "longest": Term("最长已超期", "int", "天", "cases"),
        }
    ),
    "falling-rating": Vocabulary(
        {
            "rate": Term("最近整月好评率", "number", "%", "indicators"),
            "change": Term("比上月变化", "number", "百分点", "indicators"),
            "count": Term("最近整月评价数", "int", "件", "indicators"),
        }
    ),
    "contradiction": Vocabulary(
        {
            "difference": Term(
                "自报与实测之差（绝对值，允许误差以内为零）", "number", source="indicators"
            ),
            "reported": Term("部门自报", "number", source="indicators"),
            "measured": Term("办件实测", "number", source="indicators"),
        }
    ),
    "slow-target": Vocabulary(
        {
            "will_miss": Term("照此进度到期达不到", "bool", source="plans"),
            "lamp": Term("承诺灯色", "text", source="plans"),
            "months": Term("据以推算的月数", "int", "个月", "indicators"),
            "days_left": Term("距完成期限", "int", "天", "plans"),
        }
    ),
    "sudden-change": Vocabulary(
        {
            "worse": Term("向差的方向变", "bool", source="indicators"),
            "distance": Term("变化是平常起伏的几倍", "number", "倍", "indicators"),
            "cases": Term("最近整月计入的办件", "int", "件", "indicators"),
        }
    ),
    "peer-gap": Vocabulary(
        {
            "behind_percent": Term("比可比城市中位数差", "number", "%", "indicators"),
            "place": Term("位次", "int", "位", "indicators"),
            "peers": Term("可比城市数", "int", "个", "indicators"),
            "cases": Term("本年计入的办件", "int", "件", "indicators"),
        }
    ),
    "data-silence": Vocabulary(
        {
            "silent": Term("没有数据的整月数", "int", "个月", "indicators"),
            "usual": Term("平常间隔", "number", "个月", "indicators"),
            "series": Term("停报的指标或有办件的月数", "int", source="indicators"),
            "of": Term("停的是什么：reports 报数，cases 办件，system 系统", "text"),
            "days": Term("系统没有请求的天数", "int", "天", "accounts"),
        }
    ),
    "suspicion": Vocabulary({"clues": Term("据以预警的线索数", "int", "条", "supervision")}),
    "survey-finding": Vocabulary({"units": Term("责任单位数", "int", "个", "supervision")}),
    "register-finding": Vocabulary({"units": Term("责任单位数", "int", "个", "supervision")}),
    "self-check": Vocabulary({"units": Term("责任单位数", "int", "个", "supervision")}),
    "instruction": Vocabulary({"units": Term("批示点名的单位数", "int", "个", "supervision")}),
    "meeting": Vocabulary({"units": Term("议定事项的责任单位数", "int", "个", "supervision")}),
    "walk": Vocabulary({"units": Term("整改单位数", "int", "个", "supervision")}),
}


@dataclass(frozen=True)
class WatchRule:
    """One rule in force."""

    code: str
    name: str
    kind: str
    when: Expr
    severity: str
    grave_when: Expr | None
    demand: str
    answer_workdays: int
    closes_by: str
    window_days: int
    min_cases: int
    eases: str = "ask"  # once it no longer holds: closed by rule, or a person is asked
    eases_after: int = 0  # days that it must not have held
    eases_when: Expr | None = None  # what ends it, where that is not simply that it fails to hold

    def over(self, facts: Mapping[str, Any]) -> bool | None:
        """Whether what was warned of is over; None where a fact is missing."""
        if self.eases_when is not None:
            return evaluate(self.eases_when, facts).value
        holds = evaluate(self.when, facts).value
        return None if holds is None else not holds

    def severity_of(self, facts: Mapping[str, Any]) -> str | None:
        """How grave it is for these facts; None where the rule does not say yes.

        Unknown is not a warning: a missing fact is never held against anybody.
        """
        if evaluate(self.when, facts).value is not True:
            return None
        if self.grave_when is not None and evaluate(self.grave_when, facts).value is True:
            return "grave"
        return self.severity


def rules_of(region: str, on: date) -> list[WatchRule]:
    """The watch rules in force for a region on a day, by code."""
    return list(_rules(region, on, definitions.generation()))


@lru_cache(maxsize=64)
def _rules(region: str, on: date, _generation: int) -> tuple[WatchRule, ...]:
    """Parsed once for what is published: a page asks several times."""
    found = definitions.editions("watch", region=region, on=on)
    return tuple(_rule(edition.body) for edition in found)


def rule_named(code: str, region: str, on: date) -> WatchRule | None:
    """One rule in force; None where it is no longer declared."""
    found = definitions.edition("watch", code, region=region, on=on)
    return _rule(found.body) if found else None


def _rule(body: Mapping[str, Any]) -> WatchRule:
    words = VOCABULARIES[body["kind"]]
    grave = body.get("grave_when")
    eases = body.get("eases", {})
    try:
        when = parse(body["when"], words)
        grave_when = parse(grave, words) if grave else None
        eases_when = parse(eases["when"], words) if "when" in eases else None
    except RuleError as error:
        raise Refusal(
            "watch-invalid", f"预警规则“{body['name']}”不能用：{error.sentence}"
        ) from None
    return WatchRule(
        code=body["code"],
        name=body["name"],
        kind=body["kind"],
        when=when,
        severity=body["severity"],
        grave_when=grave_when,
        demand=body["demand"],
        answer_workdays=body["answer_workdays"],
        closes_by=body["closes_by"],
        window_days=body.get("window_days", 30),
        min_cases=body.get("min_cases", 1),
        eases=eases.get("how", "ask"),
        eases_after=eases.get("after_days", 0),
        eases_when=eases_when,
    )
