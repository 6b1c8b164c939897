"""Who answers for a task, with their roles, and where the text says so."""

from dataclasses import dataclass, field
from typing import Any

from ._names import generic
from ._unit_rules import Rules

__all__ = ["Units", "by_place"]


@dataclass(slots=True)
class Units:
    """The units of one task; ``spans`` are the stretches of text that name them.

    ``how`` tells by which ways roles were read: ``position``, ``mark``, ``bare``, ``prose``.
    """

    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    generic: list[str] = field(default_factory=list)
    open_ended: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    how: set[str] = field(default_factory=set)
    by: Any = None  # a deadline that goes along with units stated for all

    def add(self, role: str, listed: list[str]) -> None:
        """Add names under a role, once each; a lead stays a lead."""
        leads = set(self.lead)
        known = {id(self.lead): leads}
        for name in listed:
            into = self.generic if generic(name) else getattr(self, role)
            if id(into) not in known:
                known[id(into)] = set(into)
            seen = known[id(into)]
            if name not in leads and name not in seen:
                into.append(name)
                seen.add(name)

    @property
    def named(self) -> bool:
        """Whether anybody is named."""
        return bool(self.lead or self.responsible or self.cooperating)


def by_place(units: Units, rules: Rules, text: str) -> None:
    """Where the document says so, the first of a list leads, and the others help."""
    listed = units.responsible
    first = rules.first_leads and not units.lead and listed and not _generic_first(units, text)
    if first:
        units.lead, units.responsible = listed[:1], listed[1:]
        units.how.add("position")
    if rules.all_lead and not units.lead:
        units.lead, units.responsible = listed, []
    if rules.others == "cooperating" and (first or "mark" in units.how):
        units.cooperating = [*units.responsible, *units.cooperating]
        units.responsible = []


def _generic_first(units: Units, text: str) -> bool:
    """Where the list opens with those who are nobody, the first named does not lead."""
    if not units.generic:
        return False
    return 0 <= text.find(units.generic[0]) < text.find(units.responsible[0])
