"""The league as a workbook: places, scores, and what each score rests on."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.adapters import sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.league import League, Seat
from yingshang.kernel.measures import RankRange

__all__ = ["league_rows", "league_xlsx", "place_text"]

Row = tuple[str, ...]


def place_text(place: RankRange) -> str:
    """A place is an interval: 第 1–3 位; 没有数据 where it has none."""
    if place.low is None:
        return _("没有数据，不参加排名")
    if place.sure:
        return _("第 %(low)s 位") % {"low": place.low}
    return _("第 %(low)s–%(high)s 位") % {"low": place.low, "high": place.high}


def league_rows(found: League) -> tuple[Row, list[tuple[str | float | int | None, ...]]]:
    """(header, one row a subject and city): for CSV and the second sheet."""
    header = (
        _("序号"),
        _("指标"),
        _("城市"),
        _("得分"),
        _("可能最低"),
        _("可能最高"),
        _("位次区间"),
        _("有数的指标"),
        _("应有指标"),
    )
    rows = [
        (number, subject.name, accounts.region_name(seat.region), *_numbers(seat))
        for number, subject in enumerate(found.subjects, 1)
        for seat in subject.seats
    ]
    return header, rows


def _numbers(seat: Seat) -> tuple[str | float | int | None, ...]:
    return (
        _float(seat.score),
        _float(seat.low),
        _float(seat.high),
        place_text(seat.range),
        seat.known,
        seat.of,
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def league_xlsx(found: League, *, as_of: date) -> bytes:
    """Three sheets: the places, subject by subject, and what it was computed from."""
    header, rows = league_rows(found)
    places = [
        (
            place_text(one.range),
            accounts.region_name(one.region),
            *_numbers(one)[:3],
            one.known,
            one.of,
        )
        for one in found.ranked
    ]
    sample = any(accounts.is_fictional(region) for region in found.regions)
    return sheets.table_book(
        [
            sheets.Table(
                _("位次"),
                (
                    _("位次区间"),
                    _("城市"),
                    _("总分"),
                    _("可能最低"),
                    _("可能最高"),
                    _("有数的一级指标"),
                    _("一级指标"),
                ),
                places,
            ),
            sheets.Table(_("分指标"), header, rows),
            sheets.Table(
                _("依据"),
                (_("内容"), _("值")),
                [
                    (_("评价体系"), found.name),
                    (_("口径"), found.basis),
                    (_("截至"), as_of.isoformat()),
                    (_("数据"), _("演示数据") if sample else _("本市台账")),
                ],
            ),
        ]
    )
