"""A contradiction asks the unit: one case with a clock for all of a unit's doubtful figures."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.contradictions import contradictions
from yingshang.city.indicators.kinds import Contradiction
from yingshang.city.indicators.models import FigureQuery, Reported

__all__ = ["ITEM", "ask", "ask_everywhere", "doubted"]

ITEM = "figure-query"
_MOST = 12  # figures named in one question


@official  # what is asked stays Chinese, whatever language the screen speaks
def ask(region: str, *, at: datetime, unit: str | None = None) -> str:
    """Ask every unit (or one) about what is not yet asked; the number of the last case opened."""
    found = [one for one in contradictions(region, as_of=at, unit=unit) if not one.ref]
    by_unit: dict[str, list[Contradiction]] = {}
    for one in found:
        by_unit.setdefault(one.unit_code, []).append(one)
    ref = ""
    for code, doubts in by_unit.items():
        ref = _open(region, code, doubts, at)
    return ref


def _open(region: str, unit: str, doubts: Sequence[Contradiction], at: datetime) -> str:
    lines = [f"{n}. {one.sentence}" for n, one in enumerate(doubts[:_MOST], start=1)]
    if len(doubts) > _MOST:
        lines.append(_("另有 %d 个，见“自报与实测”。") % (len(doubts) - _MOST))
    title = _("%(unit)s自报数据核对：%(n)d 个数对不上") % {
        "unit": accounts.unit_name(unit),
        "n": len(doubts),
    }
    ref = cases.open_case(
        item=ITEM,
        region=region,
        form={"title": title, "figures": "\n".join(lines)},
        party=None,
        channel="system",
        by=SYSTEM,
        at=at,
        subject=title,
        unit=unit,
    ).ref
    FigureQuery.objects.bulk_create(
        FigureQuery(
            figure_id=one.reported_id,
            against=one.against,
            other=one.measured,
            ref=ref,
            opened_at=at,
        )
        for one in doubts
    )
    return ref


def ask_everywhere(*, at: datetime) -> int:
    """Every region in which anything was reported: how many cases were opened."""
    regions = Reported.objects.filter(superseded_at=None).values_list("region", flat=True)
    return sum(bool(ask(region, at=at)) for region in sorted(set(regions)))


def doubted(
    regions: Iterable[str], *, as_of: date | datetime
) -> dict[str, dict[str, Contradiction]]:
    """Region → indicator → the newest contradiction of this year: what rests on it is in doubt."""
    year = str(as_day(as_of).year)
    held = set(
        Reported.objects.filter(
            region__in=list(regions), superseded_at=None, period__startswith=year
        ).values_list("region", flat=True)
    )
    found: dict[str, dict[str, Contradiction]] = {}
    for region in held:
        for one in contradictions(region, as_of=as_of):
            if one.period.startswith(year):
                found.setdefault(region, {}).setdefault(one.code, one)
    return found
