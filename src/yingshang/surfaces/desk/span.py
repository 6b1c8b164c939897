"""Lists narrowed to what happened in a span: where the counts of a bulletin lead to."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest

__all__ = ["Span", "span_of", "span_query"]

YEARS = range(2000, 2200)


@dataclass(frozen=True)
class Span:
    """From `since`, not as far as `until`."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= moment < self.until


def span_of(request: HttpRequest) -> Span | None:
    """`?since=&until=` of the address; None where none or no such moments are asked for."""
    since, until = (_moment(request.GET.get(name, "")) for name in ("since", "until"))
    return Span(since, until) if since and until else None


def span_query(since: str, until: str) -> str:
    return urlencode({"since": since, "until": until})


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and found.year in YEARS else None
