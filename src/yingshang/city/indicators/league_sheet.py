"""The league as a workbook: places, scores, and what each score rests on."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.adapters import sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.few import FEW_WORDS
from yingshang.city.indicators.league import League, Seat
from yingshang.kernel.measures import RankRange

__all__ = ["LIKELY_WORDS", "league_rows", "league_xlsx", "likely_text", "place_text"]

Row = tuple[str, ...]
LIKELY_WORDS = gettext_lazy(
    "缺的数按有数城市同一指标的分布反复抽取（种子固定），90% 的抽取落在其中；只是推测，不作为结论"
)


def place_text(place: RankRange) -> str:
    """A place is an interval: 第 1–3 位; one alone says that it is sure; 没有数据 without any."""
    if place.low is None:
        return _("没有数据，不参加排名")
    if place.sure:
        return _("第 %(low)s 位（确定）") % {"low": place.low}
    return _("第 %(low)s–%(high)s 位") % {"low": place.low, "high": place.high}


def likely_text(place: RankRange) -> str:
    """The narrower range inside it: 第 2–3 位; '' where it says no more than the other."""
    if place.likely is None or place.sure or place.likely == (place.low, place.high):
        return ""
    low, high = place.likely
    if low == high:
        return _("第 %(low)s 位（90%%）") % {"low": low}
    return _("第 %(low)s–%(high)s 位（90%%）") % {"low": low, "high": high}


def league_rows(found: League) -> tuple[Row, list[tuple[str | Decimal | int | None, ...]]]:
    """(header, one row a subject and city): for CSV and the second sheet."""
    header = (
        _("序号"),
        _("指标"),
        _place_head(found),
        _("得分"),
        _("可能最低"),
        _("可能最高"),
        _("位次区间"),
        _("很可能的位次"),
        _("有数的指标"),
        _("应有指标"),
        _("其中小样本"),
    )
    rows = [
        (number, subject.name, accounts.region_name(seat.region), *_numbers(seat))
        for number, subject in enumerate(found.subjects, 1)
        for seat in subject.seats
    ]
    return header, rows


def _scope(found: League) -> str:
    if not found.city:
        return _("各城市")
    return _("%s各区县；件数类指标不比") % accounts.region_name(found.city)


def _place_head(found: League) -> str:
    return _("区县") if found.city else _("城市")


def _numbers(seat: Seat) -> tuple[str | Decimal | int | None, ...]:
    return (
        seat.score,
        seat.low,
        seat.high,
        place_text(seat.range),
        likely_text(seat.range),
        seat.known,
        seat.of,
        seat.few,
    )


def league_xlsx(found: League, *, as_of: date) -> bytes:
    """Three sheets: the places, subject by subject, and what it was computed from."""
    header, rows = league_rows(found)
    places = [
        (
            place_text(one.range),
            likely_text(one.range),
            accounts.region_name(one.region),
            *_numbers(one)[:3],
            one.known,
            one.of,
            one.few,
        )
        for one in found.ranked
    ]
    sample = any(accounts.is_fictional(one) for one in (*found.regions, found.city) if one)
    return sheets.table_book(
        [
            sheets.Table(
                _("位次"),
                (
                    _("位次区间"),
                    _("很可能的位次"),
                    _place_head(found),
                    _("总分"),
                    _("可能最低"),
                    _("可能最高"),
                    _("有数的一级指标"),
                    _("一级指标"),
                    _("小样本的指标"),
                ),
                places,
                alike=(3, 4, 5),
            ),
            sheets.Table(_("分指标"), header, rows, alike=(3, 4, 5)),
            sheets.Table(
                _("依据"),
                (_("内容"), _("值")),
                [
                    (_("评价体系"), found.name),
                    (_("口径"), found.basis),
                    (_("比较范围"), _scope(found)),
                    (_("位次区间"), _("缺的数取同行最差到最好都试过，并计入权重的不确定")),
                    (_("很可能的位次"), str(LIKELY_WORDS)),
                    (_("截至"), as_of.isoformat()),
                    (_("小样本"), str(FEW_WORDS)),
                    (_("数据"), _("演示数据") if sample else _("本市台账")),
                ],
            ),
        ]
    )
