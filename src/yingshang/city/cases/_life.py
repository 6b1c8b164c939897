"""What a page says of a case beside its steps: promise, gap, hearing, delivery, duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingshang.city.cases._duties import APPLICANT, owed
from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases.kinds import COMMITMENT_LABELS, DUTY_LABELS, HEARING_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import Standing, longest_make_up
from yingshang.kernel.worktime import Limit

__all__ = ["DutyView", "LifeView", "life_of"]


@dataclass(frozen=True, slots=True)
class DutyView:
    """Something owed: by the applicant (`mine`), or by a unit."""

    kind: str
    label: str
    mine: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LifeView:
    """`missing`, `lacking`, `missable`: (code, name) of materials. '' where there is nothing."""

    commitment: str
    commitment_label: str
    mend_by: datetime | None
    longest_mend: int
    missable: tuple[tuple[str, str], ...]
    lacking: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    make_up_by: datetime | None
    longest_make_up: int
    hearing: str
    hearing_label: str
    hearing_by: datetime | None
    hearing_on: datetime | None
    delivered_at: datetime | None
    duties: tuple[DutyView, ...]


def life_of(item: ItemFlow, s: Standing, region: str) -> LifeView:
    """From the standing alone; no query."""
    flow = item.flow
    return LifeView(
        commitment=s.commitment,
        commitment_label=str(COMMITMENT_LABELS.get(s.commitment, "")),
        mend_by=s.mend_by,
        longest_mend=flow.mend.value if flow.mend else 0,
        missable=_named(item.body, flow.missable),
        lacking=_named(item.body, s.lacking),
        missing=_named(item.body, s.missing),
        make_up_by=s.make_up_by,
        longest_make_up=longest_make_up(flow),
        hearing=s.hearing,
        hearing_label=str(HEARING_LABELS.get(s.hearing, "")),
        hearing_by=s.hearing_by,
        hearing_on=s.hearing_on,
        delivered_at=s.delivered_at,
        duties=tuple(
            DutyView(
                duty.kind,
                str(DUTY_LABELS[duty.kind]),
                duty.holder == APPLICANT,
                _ends(duty.since, duty.until, region),
            )
            for duty in owed(flow, s)
        ),
    )


def _ends(since: datetime, until: datetime | Limit | None, region: str) -> datetime | None:
    if isinstance(until, Limit):
        return worktime.due(definitions.calendar(region), since, until).at
    return until


def _named(body: Mapping[str, Any], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    names = {str(m["code"]): str(m["name"]) for m in body.get("materials") or ()}
    return tuple((code, names.get(code, code)) for code in codes)
