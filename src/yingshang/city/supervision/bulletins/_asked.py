"""What a section is asked about: the city, the span of time, the moment; and how it says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import day_words, moment_words
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.supervision.bulletins.kinds import Figure
from yingshang.kernel.worktime import to_cst

__all__ = ["Asked", "proven"]


def proven(asked: Mapping[str, object], value: object) -> tuple[str, str]:
    """The words to have a number again, and the hash over them and the value."""
    query = dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return query, sha256(f"{query}={value}".encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """``since`` to ``until``: what happened; ``at``: how things stand."""

    actor: Actor
    region: str
    since: datetime
    until: datetime
    at: datetime
    when: str  # 当日, 本周, 本月
    charts: tuple[str, ...] = ()  # indicators that are drawn
    past: bool = False  # `at` lies behind: what ended since was open then

    @property
    def day(self) -> date:
        return to_cst(self.at).date()

    @property
    def moment(self) -> str:
        return moment_words(self.at)

    @property
    def span(self) -> str:
        """The days that were counted."""
        return f"{moment_words(self.since)}至{moment_words(self.until)}"

    def figure(
        self,
        key: str,
        label: str,
        value: int | None,
        unit: str,
        source: str,
        ref: str = "",
        *,
        head: bool = False,
        flow: bool = False,
    ) -> Figure:
        """A count as of now, or (``flow``) of what happened in the span."""
        as_of = self.span if flow else self.moment
        told = None if value is None else str(value)
        asked = {"key": key, "region": self.region, "source": source}
        asked |= {"span": self.span} if flow else {"at": self.moment}
        query, proof = proven(asked, told)
        return Figure(
            key, label, told, unit, as_of, source, ref, head=head, query=query, proof=proof
        )

    def measured(self, key: str, label: str, value: ValueView, *, head: bool = False) -> Figure:
        """An indicator's value, with the id that leads to its cases."""
        known = value.value
        asked: dict[str, object] = {"indicator": value.code, "region": value.region}
        asked |= {"period": value.period, "kind": str(value.kind)}
        asked |= {"numerator": value.numerator, "denominator": value.denominator}
        query, proof = proven(asked, known)
        return Figure(
            key,
            label,
            None if known is None else f"{round(Decimal(known), 1):f}",
            f"{value.unit}{indicators.few_mark(value.few)}",
            day_words(value.until) if value.until else self.moment,
            "value",
            "" if value.id is None else str(value.id),
            value.missing_reason if known is None else "",
            head=head,
            query=query,
            proof=proof,
        )
