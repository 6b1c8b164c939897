"""Calendars as the tick keeps them, and a year's appraisal in the hands of the units (演示数据)."""

from datetime import datetime, timedelta

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.officers import person

__all__ = ["appraise_sample_city"]

OFFICERS = {"990100-land": "deng", "990100-tax": "wu", "990100-market": "ma"}


def appraise_sample_city(region: str, *, by: str, at: datetime) -> str:
    """Weights of January, scores of yesterday, one bureau has agreed, another appeals."""
    keeper = person(by)
    spring = max(at - timedelta(days=300), at.replace(month=1, day=10))
    try:
        made = supervision.announce_weights(year=at.year, by=keeper, at=min(spring, at))
        supervision.draft_scores(appraisal=made, by=keeper, at=at)
    except Refusal as refusal:  # early in January nothing is due yet
        return refusal.sentence
    supervision.send_sheets(appraisal=made, by=keeper, at=at)
    lines = [one for one in supervision.appraisal(keeper, made).sheets if one.unit in OFFICERS]
    for place, line in enumerate(lines):
        _answer(line.id, person(OFFICERS[line.unit]), place, at)
    changed = supervision.keep_calendars(at=at, regions=[region])
    return f"{len(lines)} 个单位核对中，日历 {changed} 项"


def _answer(sheet: int, officer: Actor, place: int, at: datetime) -> None:
    if place == 0:
        supervision.agree_sheet(sheet=sheet, by=officer, at=at)
        return
    view = supervision.appraisal_sheet(officer, sheet, at=at)
    lost = next((one for one in view.marks if one.good < one.of), None)
    if place == 1 and lost is not None:
        supervision.appeal_item(
            sheet=sheet,
            item=lost.item.code,
            words="其中一项已在期限前办结，因系统升级次日才录入，请核减（演示数据）。",
            by=officer,
            at=at,
        )
