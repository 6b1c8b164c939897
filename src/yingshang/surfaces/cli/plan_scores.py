"""What `yingshang plan score` prints: figures, errors side by side, calibration."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["score_lines"]

MAIN = (
    "tasks_f1",
    "units_f1",
    "role_accuracy",
    "deadline_accuracy",
    "targets_f1",
    "comparator_accuracy",
)
BESIDE = (
    "roles_f1",
    "statistic_accuracy",
    "deadline_text_accuracy",
    "header_accuracy",
    "duties_f1",
    "achievements_f1",
)


def score_lines(answer: dict[str, Any]) -> Iterator[str]:
    """The lines of a report for people."""
    for name, some in answer.get("errors", {}).items():
        yield from _error_lines(name, some)
    for name, scores in answer["documents"].items():
        yield f"{name} {_score_line(scores)}"
    yield f"{_('合计')} {_score_line(answer['total'])}"
    yield f"{_('另计')} {_score_line(answer['total'], BESIDE)}"
    if "error_counts" in answer:
        yield from _count_lines(answer["error_counts"])
    if "calibration" in answer:
        yield from _calibration_lines(answer["calibration"])


def _score_line(scores: dict[str, Any], names: tuple[str, ...] = MAIN) -> str:
    return "  ".join(f"{name}={scores[name]}" for name in names)


def _error_lines(name: str, some: list[dict[str, Any]]) -> Iterator[str]:
    if not some:
        return
    yield _("%(name)s：%(number)d 处不同") % {"name": name, "number": len(some)}
    kinds, none = _kinds(), _("（无）")
    for one in some:
        sides = _("标注 %(gold)s｜读作 %(read)s") % {
            "gold": one["gold"] or none,
            "read": one["read"] or none,
        }
        sure = "" if one["confidence"] is None else _("（把握 %s）") % one["confidence"]
        words = f"  “{one['span']}”" if one["span"] else ""
        yield f"  {one['task'] or '—'}  {kinds[one['kind']]}  {sides}{sure}{words}"
    yield ""


def _count_lines(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    kinds = _kinds()
    yield ""
    yield _("按类计数：") if counts else _("没有不同之处。")
    for kind, row in counts.items():
        where = "、".join(f"{name} {number}" for name, number in row.items())
        yield f"  {kinds[kind]}  {sum(row.values())}（{where}）"


def _calibration_lines(found: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield _("把握与对错（读对指数值、单位和方向都对）：")
    for one in found["bins"]:
        if one["read"]:
            yield _(
                "  %(from)s–%(below)s：%(read)d 个（占 %(of_all).1f%%），数值和单位对 %(found)d，"
                "全对 %(right)d（%(right_share).1f%%）"
            ) % {**one, "of_all": one["of_all"] * 100, "right_share": one["right_share"] * 100}
    yield _(
        "把握 %(floor)s 及以上的占 %(marked_share).1f%%（%(marked)d/%(of)d），"
        "其中 %(right_share).1f%% 全对（%(marked_right)d/%(marked)d）"
    ) % {
        **found,
        "marked_share": found["marked_share"] * 100,
        "right_share": found["right_share"] * 100,
    }


def _kinds() -> dict[str, str]:
    return {
        "task-missed": _("任务漏读"),
        "task-invented": _("任务多读"),
        "title": _("标题不同"),
        "section": _("所属部分不同"),
        "unit-missed": _("单位漏读"),
        "unit-invented": _("单位多读"),
        "role": _("单位角色不同"),
        "generic": _("泛称不同"),
        "open-ended": _("“等”不同"),
        "deadline": _("时限不同"),
        "deadline-text": _("时限字样不同"),
        "target-missed": _("目标漏读"),
        "target-invented": _("目标多读"),
        "value": _("目标数值不同"),
        "unit": _("目标单位不同"),
        "comparator": _("目标方向不同"),
        "statistic": _("目标统计口径不同"),
        "range": _("目标区间不同"),
        "baseline": _("目标基数不同"),
        "by": _("目标日期不同"),
        "header": _("文头不同"),
        "duty-missed": _("职责漏读"),
        "duty-invented": _("职责多读"),
        "achievement-missed": _("成效漏读"),
        "achievement-invented": _("成效多读"),
    }
