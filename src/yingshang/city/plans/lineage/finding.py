"""Which plans a plan may come from: told by title, year, place and the number it names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import over_noted
from yingshang.city.plans import events
from yingshang.city.plans.kinds import PlanRow
from yingshang.city.plans.lineage.models import Kind, PlanLink
from yingshang.city.plans.models import Plan
from yingshang.city.plans.queries import counted_plans, row_of
from yingshang.kernel.plantext.align import Clause, likeness

__all__ = [
    "Candidate",
    "above",
    "candidates",
    "earlier_edition",
    "links_of",
    "one_number",
    "superseded",
]

_DRAFT = re.compile(r"[(（][^()（）]*(?:征求意见|草案|送审|修订|修改|讨论|初)[^()（）]*[)）]")
_YEAR = re.compile(r"20\d\d(?:\s*[-—–至]\s*20\d\d)?年?(?:度)?")
_HEAD = re.compile(r"^.*?关于印发|^.*?关于公开征求|的通知$|意见的公告$|[《》“”]")
ALIKE = 0.6
SURE = 0.95


@dataclass(frozen=True)
class Candidate:
    """A plan that another may come from, and why it is thought so."""

    kind: str
    plan: PlanRow
    likeness: float
    grounds: str
    sure: bool


def superseded(as_of: date | None = None) -> QuerySet[Any, Any]:
    """Ids of plans that a newer edition has replaced, or that were withdrawn: they are read, and
    no longer counted.

    ``as_of``: also those that a later year's plan goes on with, once that year has begun.
    """
    replaced = Q(kind=Kind.EDITION)
    if as_of is not None:
        replaced |= Q(kind=Kind.SUCCESSOR, heir__year__lte=as_of.year)
    links = PlanLink.objects.filter(replaced, undone_at=None)
    gone = Q(withdrawn_at__isnull=False) | Q(pk__in=links.values("origin"))
    return Plan.objects.filter(gone).values("pk")


def links_of(plan: int) -> list[PlanLink]:
    """Links of a plan to both sides, oldest first."""
    rows = PlanLink.objects.filter(Q(origin=plan) | Q(heir=plan), undone_at=None)
    return list(rows.order_by("at", "pk"))


def above(one: str, other: str, over: Sequence[str] = ()) -> bool:
    """Whether one place is over another by its code: 210000 over 210800 over 210802; or by what
    a place that was only noted is ``over``."""
    mine, theirs = _stem(one), _stem(other)
    by_code = len(mine) < len(theirs) and theirs.startswith(mine)
    return by_code or any(one == code or above(one, code) for code in over)


def _stem(code: str) -> str:
    code = code[:6]
    while code.endswith("00"):
        code = code[:-2]
    return code


def candidates(plan: int) -> list[Candidate]:
    """Plans that this one may be a new edition of, take over from, or answer; likeliest first."""
    heir = Plan.objects.select_related("document").defer("reading").get(pk=plan)
    linked = {one.origin_id for one in links_of(plan)} | {one.heir_id for one in links_of(plan)}
    old = set(superseded().values_list("pk", flat=True))
    rows = counted_plans().exclude(pk__in={plan, *linked, *old})
    over = over_noted(heir.region)
    found = [one for row in rows for one in _told(row, heir, over)]
    return sorted(found, key=lambda one: (not one.sure, -one.likeness, -one.plan.id))


def earlier_edition(plan: int) -> PlanRow | None:
    """The plan in force whose new edition this one looks like, of the same title or number, where
    nobody has said yet whether it is."""
    heir = Plan.objects.defer("reading").get(pk=plan)
    if PlanLink.objects.filter(heir=heir, kind=Kind.EDITION, undone_at=None).exists():
        return None
    said = heir.events.filter(name=events.APART).values_list("new__origin", flat=True)
    before = Q(imported_at__lt=heir.imported_at) | Q(imported_at=heir.imported_at, pk__lt=plan)
    rows = Plan.objects.filter(before, region=heir.region)
    rows = rows.exclude(pk__in=[plan, *said, *(one.origin_id for one in links_of(plan))])
    rows = rows.exclude(pk__in=superseded()).order_by("-pk")
    known = list(rows.values_list("pk", "title", "doc_number", "year"))
    found = next((pk for pk, title, number, _y in known if _same(title, number, heir)), None)
    if found is None:
        alike = (pk for pk, title, _n, year in known if _alike(title, year, heir))
        found = next(alike, None)
    return row_of(counted_plans().get(pk=found)) if found is not None else None


def _same(title: str, number: str, heir: Plan) -> bool:
    numbered = bool(number) and one_number(number) == one_number(heir.doc_number)
    return numbered or title == heir.title


def _alike(title: str, year: int | None, heir: Plan) -> bool:
    same_year = not year or not heir.year or year == heir.year
    return same_year and title_likeness(title, heir.title) > SURE


def _told(row: Plan, heir: Plan, over: Sequence[str]) -> Iterator[Candidate]:
    alike = title_likeness(row.title, heir.title)
    if row.region == heir.region:
        if row.imported_at > heir.imported_at or (row.year or 0) > (heir.year or 9999):
            return
        same_year = not row.year or not heir.year or row.year == heir.year
        if same_year and alike >= ALIKE:
            said = _("标题相近，同一年份")
            yield Candidate(Kind.EDITION, row_of(row), alike, said, alike > SURE)
        elif not same_year and alike >= ALIKE:
            said = _("上一年度的同类方案")
            sure = bool(row.year and heir.year and heir.year - row.year == 1)
            yield Candidate(Kind.SUCCESSOR, row_of(row), alike, said, sure)
    elif above(row.region, heir.region, over):
        named = bool(row.doc_number) and one_number(row.doc_number) in one_number(
            heir.document.text
        )
        if named:
            said = _("文中写明依据 %s") % row.doc_number
            yield Candidate(Kind.SUPERIOR, row_of(row), 1.0, said, True)
        elif alike >= ALIKE and row.year == heir.year:
            said = _("上级同一年度的同类方案")
            yield Candidate(Kind.SUPERIOR, row_of(row), alike, said, False)


def title_likeness(one: str, other: str) -> float:
    """How alike two titles are apart from the year and the word draft."""
    first, second = _core(one), _core(other)
    return round(likeness(Clause("", first, first), Clause("", second, second)), 3)


def _core(title: str) -> str:
    return _HEAD.sub("", _YEAR.sub("", _DRAFT.sub("", title))).strip()


def one_number(text: str) -> str:
    """〔2026〕5号 and [2026] 5 号 are one number."""
    flat = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", re.sub(r"[〔\[【(]\s*(20\d\d)\s*[〕\]】)]", r"<\1>", flat))
