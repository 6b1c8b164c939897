"""Which city is looked at, and as of which day: both in the address, both movable."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.definitions.service import day_words
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans

__all__ = ["Look", "look_at"]


@dataclass(frozen=True)
class Look:
    """`carry` is the query string that keeps city and day from page to page ('' = the usual)."""

    city: str
    city_name: str
    cities: tuple[tuple[str, str], ...]
    as_of: date
    reason: str
    moved: bool
    wrong: str
    known_until: date | None
    own: bool
    sample: bool
    carry: str

    @property
    def join(self) -> str:
        """The same, to be put behind other parameters."""
        return f"&{self.carry[1:]}" if self.carry else ""

    @property
    def has_data(self) -> bool:
        return self.known_until is not None

    @property
    def running(self) -> str:
        """The month that is not over on the day looked at (2026-11); '' on its last day."""
        day = min(self.as_of, self.known_until or self.as_of)
        over = (day + timedelta(days=1)).month != day.month
        return "" if over else f"{day:%Y-%m}"


def look_at(request: HttpRequest, actor: Actor, *, city: str | None = None) -> Look:
    """Read ?city= and ?as_of=; what can't be read falls back, with a sentence in `wrong`."""
    cities = dict(accounts.regions())
    home = _home(actor, cities)
    asked = city or request.GET.get("city", "")
    chosen = asked if asked in cities else home
    usual, reason = _usual_day(actor, chosen)
    typed = request.GET.get("as_of", "").strip()
    day, wrong = _day(typed, usual)
    kept = {}
    if chosen != home:
        kept["city"] = chosen
    if day != usual:
        kept["as_of"] = day.isoformat()
    return Look(
        city=chosen,
        city_name=accounts.region_name(chosen),
        cities=tuple(sorted(cities.items(), key=lambda c: (not accounts.is_fictional(c[0]), c[0]))),
        as_of=day,
        reason=reason,
        moved=day != usual,
        wrong=wrong,
        known_until=indicators.known_until(chosen),
        own=chosen == home,
        sample=accounts.is_fictional(chosen),
        carry=f"?{urlencode(kept)}" if kept else "",
    )


def _home(actor: Actor, cities: dict[str, str]) -> str:
    """The officer's own city, also for an officer of one of its districts."""
    city = f"{actor.region[:4]}00"
    return city if city in cities else next(iter(cities), actor.region)


def _usual_day(actor: Actor, city: str) -> tuple[date, str]:
    """Today, or the last day of a plan whose time is over: it is judged as of its own year."""
    today = timezone.localdate()
    newest = next(iter(plans.plans(actor, region=city)), None)
    if newest is None or newest.year is None or newest.year >= today.year:
        return today, ""
    plan = plans.plan(actor, newest.id, at=timezone.now())
    return plan.as_of, (plan.as_of_reason if plan.as_of != today else "")


def _day(typed: str, usual: date) -> tuple[date, str]:
    if not typed:
        return usual, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        said = _("日期“%s”看不懂，仍按默认日期查看。请写成 2026-06-30 这样。") % typed[:20]
        return usual, said
    if day > timezone.localdate():
        said = _("%s 还没有到，不能提前查看，仍按默认日期显示。") % day_words(day)
        return usual, said
    return day, ""
