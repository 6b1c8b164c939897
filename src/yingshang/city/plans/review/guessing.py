"""What a person marks in the text is read at once, so that most of the form is filled in."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.plans import library
from yingshang.city.plans.drafting import day_of
from yingshang.city.plans.limits import own_day
from yingshang.kernel import plantext

__all__ = ["TARGET_REASONS", "TASK_REASONS", "guess_target", "metric_choices"]

# Reasons of a rejection, by digit. `label` and `threshold` teach the dictionary (see editing).
TARGET_REASONS = (
    ("label", _lazy("标签或名称（如“一窗”“四零”），不是承诺")),
    ("threshold", _lazy("只说对谁适用的门槛（如“160千瓦及以下”）")),
    ("past", _lazy("过去的成绩或现状")),
    ("cited", _lazy("引用的总数、文号、条款号")),
    ("double", _lazy("与别的目标重复")),
)
TASK_REASONS = (
    ("aim", _lazy("目标、原则或背景，不是任务")),
    ("organisation", _lazy("组织实施的段落")),
    ("double", _lazy("与别的任务重复")),
    ("around", _lazy("附件、页眉页脚或网页文字")),
)
_AROUND = "{year}行动方案\n一、主要任务\n1.{title}。{words}。\n牵头单位：市政府办公室\n"


def guess_target(
    words: str, title: str = "", year: int | None = None, limit: date | None = None
) -> dict[str, Any]:
    """The fields of a target as the grammar reads the marked words; {} where it reads none.
    ``limit``: the deadline of the task that it would join. `due_on` is a day of the number's own
    only; what stands in the words for the task, or is no more than the year, is `task_day`."""
    said = {"title": title[:60], "words": words.strip().rstrip("。；;")}
    text = _AROUND.format(year=f"{year}年" if year else "", **said)
    plan = plantext.to_json(plantext.parse(text))
    found = [
        (target, task)
        for task in plan["tasks"]
        for target in task["targets"]
        if target["span"] in words
    ]
    if not found:
        return {}
    first, task = found[0]
    said_on, task_day = day_of(first["by"]), day_of(task["deadline"])
    due_on = own_day(said_on, limit, text, first["offsets"])
    return {
        "metric": first["metric"],
        "comparator": first["comparator"],
        "value": first["value"],
        "unit": first["unit"],
        "statistic": first["statistic"] or "",
        "due_on": due_on,
        "task_day": None if due_on else task_day or said_on,
    }


def metric_choices(region: str, on: date) -> list[tuple[str, str]]:
    """(code, name) of the library of metrics, by name."""
    return sorted(((m.code, m.name) for m in library.metrics(on, region)), key=lambda row: row[1])
