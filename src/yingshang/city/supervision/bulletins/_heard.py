"""Sections on what people say and what units say: ratings, hotline, contradictions."""

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.indicators import service as indicators
from yingshang.city.supervision.bulletins._asked import Asked
from yingshang.city.supervision.bulletins._past import open_then
from yingshang.city.supervision.bulletins._words import among, cut, plain, sentence, share
from yingshang.city.supervision.bulletins.kinds import Line, Section, Table

__all__ = ["contradictions_section", "hotline_section", "ratings_section"]

FEW = 5
"""Below so many ratings a share of one unit says nothing: it is listed without."""
IN_TIME = "complaint-on-time-rate"


def ratings_section(asked: Asked) -> Section:
    """Ratings of the span per unit, by the share of good ones."""
    found = feedback.indices(
        asked.actor, region=asked.region, since=asked.since, until=asked.until, by="unit"
    )
    found = [one for one in found if one.ratings]
    total, bad = sum(one.ratings for one in found), sum(one.bad for one in found)
    mended = sum(one.mended for one in found)
    told = (
        asked.figure("ratings.all", _("评价"), total, _("件"), "ratings", flow=True),
        asked.figure("ratings.bad", _("差评"), bad, _("件"), "ratings", flow=True, head=True),
        asked.figure("ratings.mended", _("差评已整改"), mended, _("件"), "ratings", flow=True),
    )
    lines = (
        sentence(
            _("%(when)s收到评价%(n)d件") % {"when": asked.when, "n": total},
            _("好评率%s%%") % plain(share(total - bad, total)),
            _("差评%(bad)d件，已整改%(mended)d件") % {"bad": bad, "mended": mended} if bad else "",
        )
        if total
        else _("%s没有收到评价。") % asked.when,
    )
    rows = sorted(
        (
            (
                accounts.unit_name(one.key),
                one.ratings,
                one.bad,
                one.mended,
                share(one.ratings - one.bad, one.ratings) if one.ratings >= FEW else None,
                one.key,
            )
            for one in found
        ),
        key=lambda row: (row[4] is None, -(row[4] or 0), -row[1], row[0]),
    )
    table = Table(
        "ratings.units",
        _("各单位好差评（按好评率排序）"),
        (_("单位"), _("评价"), _("差评"), _("已整改"), _("好评率%")),
        tuple(Line(row[:5], "unit", row[5]) for row in rows),
        (0.44, 0.14, 0.14, 0.14, 0.14),
        _("评价不足%d件的单位不给好评率，排在最后。") % FEW,
        shown=20,
    )
    tables = (table,) if table.rows else ()
    return Section("ratings", _("好差评"), lines, told, tables)


def _complaints(asked: Asked) -> tuple[int, int]:
    """(open, of these past their limit) at the moment asked about."""
    if asked.past:
        found = [r for r in open_then(asked.region, asked.at) if r["item"] == "complaint"]
        return len(found), sum(r["due_at"] is not None and r["due_at"] < asked.at for r in found)
    page = cases.queue(asked.actor, at=asked.at, item="complaint", size=1)
    return page.total, page.counts["red"]


def hotline_section(asked: Asked) -> Section:
    """Complaints of enterprises: in time this year, and what is open past its limit."""
    year = indicators.latest(IN_TIME, asked.region, as_of=asked.at, window="year")
    waiting, late = _complaints(asked)
    told = (
        asked.measured("hotline.in-time", _("诉求按时办结率（本年）"), year, head=True),
        asked.figure("hotline.open", _("在办诉求"), waiting, _("件"), "complaints"),
        asked.figure("hotline.late", _("超期诉求"), late, _("件"), "complaints"),
    )
    if year.value is None:
        first = _("诉求按时办结率暂无数据：%s。") % year.missing_reason.strip("。")
    else:
        first = _(
            "今年以来企业诉求应办结%(all)d件，按时办结%(in_time)d件，按时办结率%(rate)s%%%(few)s。"
        ) % {
            "all": year.denominator or 0,
            "in_time": year.numerator or 0,
            "rate": plain(year.value),
            "few": indicators.few_mark(year.few),
        }
    lines = (
        first,
        sentence(_("在办诉求%d件") % waiting, among(((_("已超期"), late),), _("件")))
        if waiting
        else _("没有在办的企业诉求。"),
    )
    return Section("hotline", _("企业诉求"), lines, told)


def contradictions_section(asked: Asked) -> Section:
    """Where a unit's own figure and the cases disagree; both are kept."""
    found = indicators.contradictions(asked.region, as_of=asked.day)
    names = sorted({accounts.unit_name(one.unit_code) for one in found})
    told = (
        asked.figure(
            "contradictions.all",
            _("自报与实测不一致"),
            len(found),
            _("处"),
            "contradictions",
            head=True,
        ),
    )
    lines = (
        _(
            "部门自报数据与办件实测数据不一致%(n)d处，涉及%(units)s；两个数字都保留，由填报单位书面说明差异原因。"
        )
        % {"n": len(found), "units": cut(names)}
        if found
        else _("没有发现部门自报数据与办件实测数据不一致。"),
    )
    table = Table(
        "contradictions.rows",
        _("自报与实测不一致"),
        (_("指标与单位"), _("期间"), _("部门自报"), _("办件实测"), _("相差"), _("计量单位")),
        tuple(
            Line(
                (
                    f"{one.name}（{accounts.unit_name(one.unit_code)}）",
                    one.period,
                    float(one.reported),
                    float(one.measured),
                    float(one.difference),
                    one.unit,
                ),
                "contradiction",
                str(one.measured_id),
            )
            for one in found
        ),
        (0.38, 0.14, 0.13, 0.13, 0.11, 0.11),
    )
    tables = (table,) if table.rows else ()
    return Section("contradictions", _("数据核对"), lines, told, tables)
