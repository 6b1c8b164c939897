"""The result as a workbook and as a Word paper; what was published is printed from what is frozen,
so that a paper of next year says what this year's said."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import paper, sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark, issuer_name
from yingshang.city.supervision.appraisal import access, freezing
from yingshang.city.supervision.appraisal.queries import fetch
from yingshang.city.supervision.appraisal.tables import Appraisal
from yingshang.city.supervision.kinds import Refusal

__all__ = ["appraisal_docx", "appraisal_xlsx"]


def _result(actor: Actor, appraisal: int, at: datetime) -> tuple[Appraisal, dict[str, Any]]:
    """What is frozen; before that, for those who see every sheet, what it would be now."""
    row = fetch(actor, appraisal)
    if row.final is not None:
        return row, row.final
    if not access.oversees(actor):
        raise NotVisible(f"result {appraisal}")
    if row.scored_at is None:
        raise Refusal("not-scored", _("这次考核还没有计分，没有可以下载的结果。"))
    return row, freezing.result_of(row, at)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _span(places: tuple[int, int] | None) -> str:
    """2–4; one number where the place is sure."""
    if places is None:
        return ""
    low, high = places
    return str(low) if low == high else f"{low}–{high}"


@official
def appraisal_xlsx(actor: Actor, appraisal: int, *, at: datetime) -> bytes:
    """Ranking, weights, and (for those who see every sheet) each row that was counted."""
    row, found = _result(actor, appraisal, at)
    items = found["weights"]["items"]
    spans = freezing.intervals(found["units"])
    ranking = [
        (
            one["rank"],
            _span(spans.get(one["unit"])),
            one["unit_name"],
            _number(one["score"]),
            *(_number(mark["points"]) for mark in one["items"]),
            _number(one["plus"]),
            _number(one["minus"]),
            _number(one["weighed"]),
            "、".join(_name(items, mark["code"]) for mark in one["items"] if mark["small"]),
        )
        for one in found["units"]
    ]
    header = (
        _("名次"), _("名次区间"), _("单位"), _("得分"),
        *(f"{one['name']}（{one['weight']}）" for one in items),
        _("加分"), _("扣分"), _("可计权重"), _("件数少、仅供参考的项目"),
    )  # fmt: skip
    tables = [
        sheets.Table(_("得分"), header, ranking, alike=range(3, len(header) - 1)),
        sheets.Table(
            _("权重"),
            (_("项目"), _("权重"), _("怎样计"), _("说明")),
            [
                (one["name"], _number(str(one["weight"])), _way(one), one.get("says", ""))
                for one in items
            ],
        ),
        sheets.Table(
            _("依据"),
            (_("内容"), _("值")),
            [
                (_("名称"), found["title"]),
                (_("权重公布日期"), found["announced_on"]),
                (_("状态"), str(row.get_status_display())),
                (_("结果摘要（SHA-256）"), row.final_sha or _("尚未公布")),
                (_("数据"), demo_mark(row.region) or _("本市台账")),
            ],
        ),
    ]
    if access.oversees(actor):
        tables.insert(1, _counted(found))
    return sheets.table_book(tables)


def _counted(found: dict[str, Any]) -> sheets.Table:
    items = found["weights"]["items"]
    return sheets.Table(
        _("逐件"),
        (_("单位"), _("项目"), _("事项"), _("编号"), _("是否达到"), _("依据"), _("裁定说明")),
        [
            (
                one["unit_name"],
                _name(items, mark["code"]),
                line["label"],
                line["ref"],
                _("不计入") if line.get("out") else _("是") if line["ok"] else _("否"),
                line["why"],
                line.get("note", ""),
            )
            for one in found["units"]
            for mark in one["items"]
            for line in mark["rows"]
        ],
    )


def _way(one: dict[str, Any]) -> str:
    if one.get("way") == "deduct":
        return _("每件扣 %s 分，扣完为止") % one["each"]
    return _("权重 × 达到件数 ÷ 全部件数")


def _name(items: list[dict[str, Any]], code: str) -> str:
    return next((str(one["name"]) for one in items if one["code"] == code), code)


@official  # an official paper is Chinese, whatever language the screen speaks
def appraisal_docx(actor: Actor, appraisal: int, *, at: datetime) -> bytes:
    """The notice of results; a draft says so."""
    row, found = _result(actor, appraisal, at)
    issuer = issuer_name(row.region)
    sheet = paper.Sheet(
        title=found["title"],
        author=issuer,
        at=row.final_at or at,
        footer=demo_mark(row.region),
        blocks=tuple(_blocks(row, found, issuer, row.final_at or at)),
    )
    return paper.render(sheet)


def _blocks(
    row: Appraisal, found: dict[str, Any], issuer: str, at: datetime
) -> Iterator[paper.Block]:
    final = bool(row.final_sha)
    title = _("关于%s结果的通报") if final else _("%s结果（征求意见稿）")
    yield paper.Title(title % found["title"])
    counted = sum(one["score"] is not None for one in found["units"])
    yield paper.Paragraph(
        _(
            "%(city)s按照%(on)s公布的权重，对 %(all)d 个单位 %(year)d 年度工作计分，"
            "其中 %(counted)d 个单位有可计分的事项。没有发生的项目不计入，按可计权重折算为百分制；"
            "得分相同的名次并列；可计权重不足 %(from)s 分的不排名次；"
            "名次区间是没有计入的权重得零分到得满分之间可能的名次。"
        )
        % {
            "city": accounts.region_name(row.region),
            "on": found["announced_on"],
            "all": len(found["units"]),
            "year": found["year"],
            "counted": counted,
            "from": found["weights"].get("rank_from", 0),
        }
    )
    spans = freezing.intervals(found["units"])
    yield paper.Heading(_("一、得分和名次"))
    yield paper.Grid(
        (_("名次"), _("区间"), _("单位"), _("得分"), _("加分"), _("扣分"), _("可计权重")),
        tuple(
            (
                str(one["rank"] or "—"),
                _span(spans.get(one["unit"])) or "—",
                one["unit_name"],
                one["score"] or _("无可计分事项"),
                one["plus"],
                one["minus"],
                one["weighed"],
            )
            for one in found["units"]
        ),
        (0.08, 0.1, 0.3, 0.16, 0.12, 0.12, 0.12),
    )
    yield paper.Heading(_("二、计分项目和权重"))
    yield paper.Grid(
        (_("项目"), _("权重"), _("怎样计")),
        tuple((one["name"], str(one["weight"]), _way(one)) for one in found["weights"]["items"]),
        (0.4, 0.15, 0.45),
    )
    if final:
        yield paper.Note(_("结果摘要（SHA-256）：%s") % row.final_sha)
    if demo_mark(row.region):
        yield paper.Note(_("以上为虚构城市的演示数据。"))
    yield paper.Signature(issuer, chinese_day(at))
