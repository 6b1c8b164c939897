"""Whether a document is one that is there already, or a new edition of one that is."""

import re
import unicodedata

from django.db.models import F, Max, Q

from yingshang.city.accounts.service import region_name
from yingshang.city.plans.lineage.finding import ALIKE, one_number, superseded, title_likeness
from yingshang.city.plans.lineage.models import Kind, PlanLink
from yingshang.city.plans.models import Plan

__all__ = ["edition_of", "kept_elsewhere", "next_edition", "repealed", "same_number", "same_words"]


def _letters(text: str) -> str:
    """The characters alone: another format breaks lines and sets spaces otherwise."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def same_words(text: str, *, title: str, region: str) -> tuple[int, str] | None:
    """The plan whose document has the same words, from whatever kind of file, and that file's
    name; None where there is none."""
    rows = Plan.objects.filter(Q(title=title) | Q(reading__title=title), region=region)
    rows = rows.filter(withdrawn_at=None).order_by("pk")
    wanted = _letters(text)
    for pk, name, words in rows.values_list("pk", "document__name", "document__text"):
        if _letters(words) == wanted:
            return pk, name
    return None


def next_edition(title: str, region: str) -> int:
    """Which edition of its title a new plan here would be; what was withdrawn counts no more."""
    rows = Plan.objects.filter(region=region, title=title, withdrawn_at=None)
    return (rows.aggregate(last=Max("edition"))["last"] or 0) + 1


def edition_of(*, title: str, year: int | None, region: str) -> tuple[int, str] | None:
    """The plan of the same year (of the very same title: of any) whose title is most like this
    one, and its title: this may be its new edition. None where no title is like it."""
    rows = Plan.objects.filter(region=region).exclude(pk__in=superseded())
    if year:
        rows = rows.filter(Q(year=year) | Q(title=title))
    found = [
        (title_likeness(named, title), pk, named) for pk, named in rows.values_list("pk", "title")
    ]
    best = max(found, default=None)
    return (best[1], best[2]) if best and best[0] >= ALIKE else None


def same_number(number: str, *, sha256: str, region: str) -> tuple[int, str] | None:
    """The plan in force here of the document's own number, and its title; not where this file's
    plan was withdrawn as its new edition, for it comes back as that."""
    found = _numbered(number, region)
    if found:
        back = PlanLink.objects.filter(origin=found[0], kind=Kind.EDITION)
        back = back.filter(heir__document__sha256=sha256, heir__region=region)
        if back.filter(undone_at=F("heir__withdrawn_at")).exists():
            return None
    return found


_STAYS = r"(?:继续|有效|要求|不一致)"
_REPEALED = re.compile(rf"(?:(?!{_STAYS})[^。;]){{0,80}}?(?:废止|停止执行|停止施行|失效)")
_REPEALS = re.compile(r"废止[^。;,]{0,80}$")  # 废止《……》（某政办发〔2026〕7号）
_KEPT = re.compile(rf"[^。;,、]{{0,12}}?{_STAYS}")


def repealed(text: str, region: str) -> tuple[int, str, str] | None:
    """The plan in force here that the document itself repeals by its number
    (某政办发〔2026〕7号同时废止): its id and title, and its number."""
    rows = Plan.objects.filter(region=region).exclude(doc_number="").exclude(pk__in=superseded())
    words = one_number(text)
    for pk, title, number in rows.order_by("-pk").values_list("pk", "title", "doc_number"):
        mark = one_number(number)
        place = words.find(mark)
        while place >= 0:
            if _ends(words, place, place + len(mark)):
                return pk, title, number
            place = words.find(mark, place + 1)
    return None


def _ends(words: str, start: int, end: int) -> bool:
    """Whether what is said around a number is that its document ends."""
    if _REPEALED.match(words, end):
        return True
    named = _REPEALS.search(words[max(start - 100, 0) : start])
    return named is not None and _KEPT.match(words, end) is None


def kept_elsewhere(sha256: str, region: str) -> tuple[int, str] | None:
    """The plan in force that this very file is in another place, and that place."""
    rows = Plan.objects.filter(document__sha256=sha256, withdrawn_at=None).exclude(region=region)
    found = rows.order_by("pk").values_list("pk", "region").first()
    return (found[0], region_name(found[1])) if found else None


def _numbered(number: str, region: str) -> tuple[int, str] | None:
    """The plan in force here that was issued under this number, and its title."""
    if not number:
        return None
    rows = Plan.objects.filter(region=region).exclude(doc_number="").exclude(pk__in=superseded())
    for pk, title, other in rows.order_by("-pk").values_list("pk", "title", "doc_number"):
        if one_number(other) == one_number(number):
            return pk, title
    return None
