"""Surveys that begin by themselves: when by the declared plan, of which span, of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.feedback.surveys.tables import WHO_LENGTH
from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse

__all__ = [
    "EVERY",
    "KIND",
    "SurveyPlan",
    "belongs",
    "check_body",
    "parse_who",
    "plan_of",
    "span_of",
    "survey_plans",
]

KIND = "surveyplan"
MONTHS = {"quarter": 3, "half": 6, "year": 12}
EVERY = tuple(MONTHS)
WORDS = Vocabulary(
    {
        "item": Term("事项", "text"),
        "unit": Term("承办单位", "text"),
        "district": Term("区县", "text"),
        "channel": Term("渠道", "text"),
        "outcome": Term("办理结果", "text"),
        "online": Term("网上办理", "bool"),
    }
)


@dataclass(frozen=True)
class SurveyPlan:
    """``who``: the rule of the population as declared, '' = every decided application.
    ``next_on``: the day on which the next list is frozen; None where the city does not ask."""

    code: str
    name: str
    survey: str
    every: str
    after_days: int
    who: str
    sample: int
    least: int
    surveyor: str
    draw_within: int
    basis: str

    @property
    def every_label(self) -> str:
        return {"quarter": _("每季度"), "half": _("每半年"), "year": _("每年")}.get(
            self.every, _("不自动开始")
        )

    def next_on(self, day: date) -> date | None:
        """The next day, from ``day`` on, on which a list is frozen."""
        if self.every not in MONTHS:
            return None
        first = span_of(self.every, day)[1] + timedelta(days=self.after_days)
        if first >= day:
            return first
        ahead = day
        while span_of(self.every, ahead)[1] < day:
            ahead += timedelta(days=20)
        return span_of(self.every, ahead)[1] + timedelta(days=self.after_days)


def survey_plans(region: str, on: date) -> list[SurveyPlan]:
    """Those in force for a region."""
    return [plan_of(one.body) for one in definitions.editions(KIND, region=region, on=on)]


def plan_of(body: Mapping[str, Any]) -> SurveyPlan:
    """A plan as its body declares it."""
    plain = (
        "code", "name", "survey", "every", "after_days", "sample", "least", "draw_within", "basis",
    )  # fmt: skip
    return SurveyPlan(
        who=body.get("who", ""),
        surveyor=body.get("surveyor", ""),
        **{name: body[name] for name in plain},
    )


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal where the rule of the population cannot be read."""
    parse_who(body.get("who", ""))


def parse_who(text: str) -> Expr | None:
    """The rule of a population; None where there is none."""
    if not text.strip():
        return None
    try:
        return parse(text, WORDS, longest=WHO_LENGTH, parts=WHO_LENGTH)  # length alone bounds it
    except RuleError as error:
        raise Refusal(
            "survey-who", _("测评对象的规则不能用：%s请改正后再提交。") % error.sentence
        ) from None


def belongs(rule: Expr | None, row: Mapping[str, Any]) -> bool:
    """Whether a decided case is in; what is unknown is out, or its answer would be a guess."""
    if rule is None:
        return True
    facts = {name: row.get(name) for name in WORDS.terms}
    known = {name: value for name, value in facts.items() if value not in (None, "")}
    return evaluate(rule, known).value is True


def span_of(every: str, day: date) -> tuple[date, date]:
    """First and last day of the last whole span before ``day``."""
    months = MONTHS[every]
    this = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = this - timedelta(days=1)
    return date(last.year, last.month - months + 1, 1), last
