"""What an item's change finds under way: open cases, and forms that people are filling in."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from yingshang.city.cases.models import Case, Draft
from yingshang.city.catalog.kinds import Touched

__all__ = ["under_way"]

OPEN = ("submitted", "correcting", "accepted")


def under_way(region: str, code: str, on: date) -> Iterator[Touched]:
    """Counts only: whose cases they are is no matter of the catalogue."""
    cases = Case.objects.filter(region=region, item=code, state__in=OPEN).count()
    if cases:
        yield Touched("cases", _("正在办的件，仍按原版本办"), cases, ref=code)
    forms = Draft.objects.filter(region=region, item=code, handed_in=False).count()
    if forms:
        yield Touched("forms", _("申请人填到一半的表"), forms)
